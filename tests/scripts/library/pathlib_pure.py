from pathlib import Path, PurePath, PurePosixPath
p = Path('/a/b/c.tar.gz'); q = Path('x') / 'y' / 'z.txt'
print(p, repr(q) if False else str(q), p.name, p.stem, p.suffix, p.suffixes, p.parent, list(p.parents), p.parts, p.is_absolute(), q.is_absolute(), p.with_name('n'), p.with_suffix('.x'), q.with_stem('w'), p.relative_to('/a'), q.as_posix(), p.match('*.gz'), Path('a') == Path('a'), Path('a') < Path('b'), Path('a//b/./c'), Path('.'), Path(''), Path('a', 'b'), '/r' / Path('s'), Path('a').joinpath('b', 'c'), hash(Path('a')) == hash(Path('a')), Path('/').name, p.root, p.anchor, PurePosixPath('a/b').parent, q.parent.parent, f'{q}')
for f in (lambda: p.relative_to('/z'), lambda: Path('.').with_name('x'), lambda: Path('a') / 5, lambda: Path(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
# expect: /a/b/c.tar.gz x/y/z.txt c.tar.gz c.tar .gz ['.tar', '.gz'] /a/b [PosixPath('/a/b'), PosixPath('/a'), PosixPath('/')] ('/', 'a', 'b', 'c.tar.gz') True False /a/b/n /a/b/c.tar.x x/y/w.txt b/c.tar.gz x/y/z.txt True True True a/b/c . . a/b /r/s a/b/c True  / / a x x/y/z.txt
# expect: ValueError '/a/b/c.tar.gz' is not in the subpath of '/z' OR one path is relative and the other is absolute.
# expect: ValueError PosixPath('.') has an empty name
# expect: TypeError unsupported operand type(s) for /: 'PosixPath' and 'int'
# expect: TypeError expected str, bytes or os.PathLike object, not int
