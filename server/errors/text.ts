// One error: its status for HTTP and its sentence, which may name values in braces, filled from `details`.

export interface ErrorText {
  status: number;
  vi: string;
  en: string;
}
