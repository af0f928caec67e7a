import { useMutation } from '@tanstack/react-query';
import { useProblemNotice } from './useProblemNotice.ts';

/** Fetches a file and hands it to the browser to keep; a refusal is shown instead of being saved as a file. */
export function useDownload(fetchFile: () => Promise<{ blob: Blob; name: string }>) {
  const onError = useProblemNotice();
  return useMutation({ mutationFn: fetchFile, onSuccess: saveFile, onError });
}

function saveFile({ blob, name }: { blob: Blob; name: string }): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
