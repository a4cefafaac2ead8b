import { groupCommit } from '../../../src/adapters/store/group-commit.ts';

test('the first item is written at once, those that come meanwhile in one group, each with its own result', async () => {
  const groups: string[][] = [];
  const commit = groupCommit<string, string>((items) => {
    groups.push([...items]);
    return Promise.resolve(items.map((item) => item.toUpperCase()));
  });
  expect(await Promise.all(['a', 'b', 'c'].map(commit))).toEqual(['A', 'B', 'C']);
  expect(groups).toEqual([['a'], ['b', 'c']]);
  expect(await commit('d')).toBe('D');
});

test('a group that fails rejects its own items and no later one', async () => {
  let broken = true;
  const commit = groupCommit<number, number>((items) =>
    broken ? Promise.reject(new Error('away')) : Promise.resolve(items),
  );
  await expect(commit(1)).rejects.toThrow('away');
  broken = false;
  expect(await commit(2)).toBe(2);
});
