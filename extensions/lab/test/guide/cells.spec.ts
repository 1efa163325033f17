import { describe, expect, it, vi } from 'vitest';

import { Cells, type ICellList } from '../../src/guide/cells';
import { hashOfSource } from '../../src/guide/hash';
import { MIME } from '../../src/guide/records';
import { FakeCell, notebook, record } from './fakes';

function follow(cells: FakeCell[]) {
  const hash = vi.fn(hashOfSource);
  const { list, changed } = notebook(cells);
  const followed = new Cells(list as unknown as ICellList, hash);
  const heard = vi.fn();
  followed.changed.connect(heard);
  return { followed, hash, heard, changed };
}

describe('Cells', () => {
  it('should read steps, records and text', () => {
    const step = new FakeCell('a = 1', { step: 'fit', title: 'Fit', why: 'So.' });
    step.end();
    const { followed } = follow([new FakeCell('# T', undefined, 'markdown'), step]);
    const [text, code] = followed.read();
    expect(text).toBeNull();
    expect(code!.step).toEqual({ step: 'fit', title: 'Fit', why: 'So.' });
    expect(code!.record?.hash).toBe(code!.hash);
    expect(followed.placeOf(step.id)).toBe(1);
    expect(followed.idOf(1)).toBe(step.id);
    expect([followed.placeOf('gone'), followed.idOf(9)]).toEqual([-1, '']);
  });

  it('should hash but the one cell of 300 that was edited', () => {
    const cells = Array.from({ length: 300 }, (_, place) => new FakeCell(`a${place} = 1`));
    const { followed, hash } = follow(cells);
    followed.read();
    expect(hash).toHaveBeenCalledTimes(300);
    cells[7]!.edit('a7 = 2');
    followed.read();
    followed.read();
    expect(hash).toHaveBeenCalledTimes(301);
    expect(hash).toHaveBeenLastCalledWith('a7 = 2');
  });

  it('should hash nothing when outputs come, or cells move', () => {
    const cells = [new FakeCell('a'), new FakeCell('b')];
    const { followed, hash, heard, changed } = follow(cells);
    followed.read();
    cells[0]!.end();
    expect(followed.read()[0]!.record).not.toBeNull();
    cells.reverse();
    changed.emit();
    expect(followed.read()[1]!.record).not.toBeNull();
    expect(hash).toHaveBeenCalledTimes(2);
    expect(heard).toHaveBeenCalledTimes(3);
  });

  it('should read each output but once, for reading copies all of it', () => {
    const cell = new FakeCell('a');
    const big = { type: 'display_data', data: { 'text/html': 'much' } };
    const read = vi.spyOn(big, 'data', 'get');
    cell.outputs.all = [{ type: 'display_data', data: { [MIME]: record('a') } }, big];
    const { followed } = follow([cell]);
    expect(followed.read()[0]!.record).not.toBeNull();
    cell.edit('b');
    expect(followed.read()[0]!.record).not.toBeNull();
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('should keep the record of a cell that runs again until it is done', () => {
    const cell = new FakeCell('a');
    cell.end();
    const { followed } = follow([cell]);
    const first = followed.read()[0]!.record;
    cell.queue();
    expect(followed.read()[0]!.record).toBe(first);
    cell.end({ run: 2 });
    expect(followed.read()[0]!.record?.run).toBe(2);
    cell.queue();
    cell.end(null); // the kernel died
    expect(followed.read()[0]!.record).toBeNull();
  });

  it('should tell the cell that runs from those that wait, by when they were put into the queue', () => {
    const cells = [new FakeCell('a'), new FakeCell('b'), new FakeCell('c')];
    const { followed } = follow(cells);
    expect(followed.isIdle).toBe(true);
    cells[2]!.queue();
    cells[0]!.queue();
    expect([...followed.activities(true)]).toEqual([
      [2, 'running'],
      [0, 'waiting']
    ]);
    expect([...followed.activities(false).values()]).toEqual(['waiting', 'waiting']);
    cells[2]!.end();
    expect([...followed.activities(true)]).toEqual([[0, 'running']]);
    cells[0]!.end();
    expect(followed.isIdle).toBe(true);
  });

  it('should follow cells that are added, forget those that are removed, and stop in the end', () => {
    const cells = [new FakeCell('a'), new FakeCell('b')];
    const { followed, heard, changed } = follow(cells);
    const [gone] = cells.splice(0, 1, new FakeCell('c'));
    changed.emit();
    heard.mockClear();
    gone!.edit('x');
    expect(heard).not.toHaveBeenCalled();
    cells[0]!.edit('y');
    expect(heard).toHaveBeenCalledTimes(1);
    followed.dispose();
    cells[0]!.edit('z');
    expect(heard).toHaveBeenCalledTimes(1);
  });
});
