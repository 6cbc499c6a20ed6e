// Whether a text holds what was typed, with or without Vietnamese marks: "bo ha" finds "Bố Hạ".

const bare = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase();

export const matches = (sought: string, ...texts: string[]): boolean =>
  bare(sought)
    .split(/\s+/)
    .every(word => texts.some(text => bare(text).includes(word)));
