import os, os.path
print(os.path.join('a', 'b', '/c', 'd'), os.path.join('a', ''), os.path.split('/a/b'), os.path.splitext('a.b.c'), os.path.splitext('.bashrc'), os.path.basename('/a/b/'), os.path.dirname('/a/b'), os.path.normpath('a/../b//c/.'), os.path.isabs('/a'), os.path.commonprefix(['abc', 'abd']), os.sep, os.linesep == '\n', os.name, os.path.relpath('/a/b', '/a/c'), os.extsep, os.curdir, os.pardir, os.path.commonpath(['/a/b', '/a/c']), os.getenv('NOPE', 'default'), os.environ.get('NOPE'))
try: os.environ['NOPE_X']
except KeyError as e: print(repr(e))
# expect: /c/d a/ ('/a', 'b') ('a.b', '.c') ('.bashrc', '')  /a b/c True ab / True posix ../b . . .. /a default None
# expect: KeyError('NOPE_X')
