/** What a relay is sent in place of a call when nobody wants its process any more: a thread that is ended cannot end it. */
export const END = 'end';
