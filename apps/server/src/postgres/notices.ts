/** What the supervisor tells the person in front of the machine, in plain words. */
export type Notice = { readonly vi: string; readonly en: string };
export type Say = (notice: Notice) => void;

export const notices = {
  external: (place: string, version: string): Notice => ({
    vi: `Dùng PostgreSQL ${version} tại ${place} (theo DATABASE_URL).`,
    en: `Using PostgreSQL ${version} at ${place} (from DATABASE_URL).`,
  }),
  creating: (folder: string, version: string): Notice => ({
    vi: `Tạo cơ sở dữ liệu mới (PostgreSQL ${version}) trong ${folder}.`,
    en: `Creating a new database (PostgreSQL ${version}) in ${folder}.`,
  }),
  started: (how: 'debian' | 'embedded', version: string, port: number, folder: string): Notice => ({
    vi: `Đã chạy PostgreSQL ${version} (${how === 'debian' ? 'có sẵn trên máy' : 'kèm theo Truy Vết'}) ở cổng ${port}; dữ liệu trong ${folder}.`,
    en: `Started PostgreSQL ${version} (${how === 'debian' ? "the machine's own" : 'the one Truy Vết brings'}) on port ${port}; data in ${folder}.`,
  }),
  adopted: (pid: number, port: number): Notice => ({
    vi: `Dùng tiếp PostgreSQL đang chạy sẵn (tiến trình ${pid}, cổng ${port}).`,
    en: `Adopted the PostgreSQL that was already running (process ${pid}, port ${port}).`,
  }),
  stoppingSick: (pid: number): Notice => ({
    vi: `PostgreSQL còn sót lại (tiến trình ${pid}) không trả lời; dừng nó và chạy lại.`,
    en: `The PostgreSQL left behind (process ${pid}) does not answer; stopping it and starting again.`,
  }),
  repairing: (): Notice => ({
    vi: 'Lần trước PostgreSQL bị tắt đột ngột; nó đang tự khôi phục. Dữ liệu đã ghi không mất.',
    en: 'PostgreSQL was killed last time; it is recovering by itself. Nothing that was stored is lost.',
  }),
  otherPort: (before: number, now: number): Notice => ({
    vi: `Cổng ${before} đã có chương trình khác dùng; chuyển sang cổng ${now}.`,
    en: `Port ${before} is taken by another program; using port ${now} instead.`,
  }),
  asUser: (name: string): Notice => ({
    vi: `PostgreSQL không chạy bằng quyền root; chạy bằng tài khoản "${name}".`,
    en: `PostgreSQL does not run as root; it runs as the account "${name}".`,
  }),
  dataElsewhere: (folder: string, wanted: string, user: string): Notice => ({
    vi: `Tài khoản "${user}" không vào được ${wanted}; dữ liệu đặt ở ${folder}.`,
    en: `The account "${user}" cannot enter ${wanted}; the data are kept in ${folder}.`,
  }),
  copied: (folder: string): Notice => ({
    vi: `Đã chép chương trình PostgreSQL sang ${folder} để tài khoản đó chạy được.`,
    en: `Copied the PostgreSQL programs to ${folder}, where that account can run them.`,
  }),
  passwordsRenewed: (): Notice => ({
    vi: 'Không còn tệp mật khẩu của cơ sở dữ liệu; đã đặt mật khẩu mới.',
    en: "The database's password file was gone; new passwords were set.",
  }),
  died: (): Notice => ({
    vi: 'PostgreSQL dừng đột ngột; đang chạy lại.',
    en: 'PostgreSQL stopped unexpectedly; starting it again.',
  }),
  stopped: (): Notice => ({ vi: 'Đã dừng PostgreSQL.', en: 'Stopped PostgreSQL.' }),
  leftRunning: (others: number): Notice => ({
    vi: `Để PostgreSQL chạy tiếp: còn ${others} tiến trình Truy Vết đang dùng.`,
    en: `Left PostgreSQL running: ${others} other Truy Vết process(es) use it.`,
  }),
} as const;
