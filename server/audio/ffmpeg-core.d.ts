// The part of the wasm ffmpeg that we call; the package brings no types.
declare module '@ffmpeg/core' {
  interface Core {
    FS: {
      writeFile(path: string, bytes: Uint8Array): void;
      readFile(path: string): Uint8Array;
      readdir(path: string): string[];
      isFile(mode: number): boolean;
      stat(path: string): { mode: number };
    };
    exec(...args: string[]): number;
    setLogger(take: (line: { type: 'stdout' | 'stderr'; message: string }) => void): void;
  }
  export default function createCore(parts: { wasmBinary: Uint8Array }): Promise<Core>;
}
