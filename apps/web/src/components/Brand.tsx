/** Name and sign of the product. */
export function Brand() {
  return (
    <div className="brand">
      <img src="/icon.svg" width={30} height={30} alt="" />
      <strong>Truy Vết</strong>
    </div>
  );
}
