/** What the browser says by itself; everything else comes from the kernel. */
export const TEXTS = {
  waiting: 'Waiting for Python …',
  silent:
    'No answer from Python yet. It may be busy with another cell. If the kernel was restarted, run this cell again.',
  away: 'The connection to Python is lost. What is shown here stays; it answers again when the connection is back.',
  gone: 'Python was restarted or ended, and no longer knows this widget. Run this cell again.',
  caution: 'Caution:',
  problem: 'Problem:',
  copy: 'Copy',
  copied: 'Copied.',
  code: 'Put this into a cell of its own',
  copyByHand: 'Select the code and copy it.',
  kept: 'Kept.',
  end: 'Stop',
  ended: 'Ended: {label}',
  numbers: 'The numbers as a table',
  none: 'Nothing matches.',
  shown: '{shown} of {all} rows',
  notANumber: 'Type a number.',
  tooLong:
    'This is {n} characters long and was not taken. Shorten it to {most}: nothing of it is lost.'
} as const;
