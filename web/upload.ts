// A file on its way to the library, with its progress, which fetch cannot tell.
import { NoLink, understand } from './api.ts';
import { words } from './words/chosen.ts';

export interface Upload {
  file: Blob;
  /** With the ending that tells what is in it. */
  fileName: string;
  title: string;
  language: string;
  text?: string;
  versionOf?: string;
}

/** `progress` hears 0–1. Throws Refusal or NoLink. */
export function upload(
  { file, fileName, ...fields }: Upload,
  progress: (done: number) => void,
): Promise<{ id: string; state: string }> {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) if (value !== undefined && value !== '') form.append(key, value);
  // After the fields, so that the server knows them when the file begins.
  form.append('file', file, fileName);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/recordings');
    request.setRequestHeader('accept-language', words.value.code);
    request.upload.onprogress = event => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onerror = () => reject(new NoLink());
    request.onabort = () => reject(new NoLink());
    request.onload = () => {
      try {
        resolve(understand(request.status, request.responseText) as { id: string; state: string });
      } catch (failure) {
        reject(failure);
      }
    };
    request.send(form);
  });
}
