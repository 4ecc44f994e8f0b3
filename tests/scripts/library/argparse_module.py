import argparse, contextlib, io
def run(parser, *words):
    err = io.StringIO()
    try:
        with contextlib.redirect_stderr(err): print(parser.parse_args(list(words)))
    except SystemExit as e: print("exit", e.code, err.getvalue())
p = argparse.ArgumentParser(prog="todo", description="A small to-do list that keeps its tasks in a database so that they survive a restart of the machine.", epilog="Bye from %(prog)s")
p.add_argument("command", choices=["add", "list"], help="what to do")
p.add_argument("words", nargs="*", help="words")
p.add_argument("--title", default="untitled", metavar="T", help="title of it (default: %(default)s)")
p.add_argument("-n", "--number", type=int, default="3")
print(p.add_argument("-v", "--verbose", action="store_true", help="say more about what happens while the program runs and does things"))
p.add_argument("--db-url", required=False)
p.print_help()
for words in (["add", "--title", "Milk", "-n", "5"], ["list", "a", "b", "-vn7", "--db=x"], ["add", "-n", "x"], ["drop"], [], ["list", "--nope"], ["add", "--title"], ["add", "--", "-x"], ["add", "-n", "-4"]): run(p, *words)
print(p.parse_known_args(["list", "--nope", "x"]))
sub = argparse.ArgumentParser(prog="lib")
sub.add_argument("--debug", action="store_true")
commands = sub.add_subparsers(dest="cmd", required=True, help="commands")
lend = commands.add_parser("lend", help="lend a book")
lend.add_argument("book")
lend.add_argument("--days", type=int, default=14)
commands.add_parser("list").set_defaults(func=print)
commands.add_parser("return", help="take it back", aliases=["back", "give"])
sub.print_help()
print(lend.format_usage(), end="")
for words in (["lend", "Emma", "--days", "3"], ["--debug", "lend", "Emma"], ["nope"], [], ["lend"]): run(sub, *words)
print(sub.parse_args(["list"]).func is print)
g = argparse.ArgumentParser(prog="x")
one = g.add_mutually_exclusive_group(required=True)
one.add_argument("-a", action="count", default=0)
one.add_argument("-b", action="append")
g.add_argument("--pair", nargs=2, type=float)
g.add_argument("--many", nargs="+")
g.add_argument("where", nargs="?", default="here")
for words in (["-aaa"], ["-b", "1", "-b", "2", "there"], ["-a", "-b", "1"], [], ["-a", "--pair", "1", "2.5", "--many", "p", "q"], ["-a", "--pair", "1"]): run(g, *words)
ns = argparse.Namespace(x=1)
print(ns, ns == argparse.Namespace(x=1), "x" in ns, vars(g.parse_args(["-a"], ns)))
# expect: _StoreTrueAction(option_strings=['-v', '--verbose'], dest='verbose', nargs=0, const=True, default=False, type=None, choices=None, required=False, help='say more about what happens while the program runs and does things', metavar=None)
# expect: usage: todo [-h] [--title T] [-n NUMBER] [-v] [--db-url DB_URL]
# expect:             {add,list} [words ...]
# expect: 
# expect: A small to-do list that keeps its tasks in a database so that they survive a
# expect: restart of the machine.
# expect: 
# expect: positional arguments:
# expect:   {add,list}            what to do
# expect:   words                 words
# expect: 
# expect: options:
# expect:   -h, --help            show this help message and exit
# expect:   --title T             title of it (default: untitled)
# expect:   -n NUMBER, --number NUMBER
# expect:   -v, --verbose         say more about what happens while the program runs and
# expect:                         does things
# expect:   --db-url DB_URL
# expect: 
# expect: Bye from todo
# expect: Namespace(command='add', words=[], title='Milk', number=5, verbose=False, db_url=None)
# expect: Namespace(command='list', words=['a', 'b'], title='untitled', number=7, verbose=True, db_url='x')
# expect: exit 2 usage: todo [-h] [--title T] [-n NUMBER] [-v] [--db-url DB_URL]
# expect:             {add,list} [words ...]
# expect: todo: error: argument -n/--number: invalid int value: 'x'
# expect: 
# expect: exit 2 usage: todo [-h] [--title T] [-n NUMBER] [-v] [--db-url DB_URL]
# expect:             {add,list} [words ...]
# expect: todo: error: argument command: invalid choice: 'drop' (choose from 'add', 'list')
# expect: 
# expect: exit 2 usage: todo [-h] [--title T] [-n NUMBER] [-v] [--db-url DB_URL]
# expect:             {add,list} [words ...]
# expect: todo: error: the following arguments are required: command, words
# expect: 
# expect: exit 2 usage: todo [-h] [--title T] [-n NUMBER] [-v] [--db-url DB_URL]
# expect:             {add,list} [words ...]
# expect: todo: error: unrecognized arguments: --nope
# expect: 
# expect: exit 2 usage: todo [-h] [--title T] [-n NUMBER] [-v] [--db-url DB_URL]
# expect:             {add,list} [words ...]
# expect: todo: error: argument --title: expected one argument
# expect: 
# expect: Namespace(command='add', words=['-x'], title='untitled', number=3, verbose=False, db_url=None)
# expect: Namespace(command='add', words=[], title='untitled', number=-4, verbose=False, db_url=None)
# expect: (Namespace(command='list', words=[], title='untitled', number=3, verbose=False, db_url=None), ['--nope', 'x'])
# expect: usage: lib [-h] [--debug] {lend,list,return,back,give} ...
# expect: 
# expect: positional arguments:
# expect:   {lend,list,return,back,give}
# expect:                         commands
# expect:     lend                lend a book
# expect:     return (back, give)
# expect:                         take it back
# expect: 
# expect: options:
# expect:   -h, --help            show this help message and exit
# expect:   --debug
# expect: usage: lib lend [-h] [--days DAYS] book
# expect: Namespace(debug=False, cmd='lend', book='Emma', days=3)
# expect: Namespace(debug=True, cmd='lend', book='Emma', days=14)
# expect: exit 2 usage: lib [-h] [--debug] {lend,list,return,back,give} ...
# expect: lib: error: argument cmd: invalid choice: 'nope' (choose from 'lend', 'list', 'return', 'back', 'give')
# expect: 
# expect: exit 2 usage: lib [-h] [--debug] {lend,list,return,back,give} ...
# expect: lib: error: the following arguments are required: cmd
# expect: 
# expect: exit 2 usage: lib lend [-h] [--days DAYS] book
# expect: lib lend: error: the following arguments are required: book
# expect: 
# expect: True
# expect: Namespace(a=3, b=None, pair=None, many=None, where='here')
# expect: Namespace(a=0, b=['1', '2'], pair=None, many=None, where='there')
# expect: exit 2 usage: x [-h] (-a | -b B) [--pair PAIR PAIR] [--many MANY [MANY ...]] [where]
# expect: x: error: argument -b: not allowed with argument -a
# expect: 
# expect: exit 2 usage: x [-h] (-a | -b B) [--pair PAIR PAIR] [--many MANY [MANY ...]] [where]
# expect: x: error: one of the arguments -a -b is required
# expect: 
# expect: Namespace(a=1, b=None, pair=[1.0, 2.5], many=['p', 'q'], where='here')
# expect: exit 2 usage: x [-h] (-a | -b B) [--pair PAIR PAIR] [--many MANY [MANY ...]] [where]
# expect: x: error: argument --pair: expected 2 arguments
# expect: 
# expect: Namespace(x=1, a=1, b=None, pair=None, many=None, where='here') True True {'x': 1, 'a': 1, 'b': None, 'pair': None, 'many': None, 'where': 'here'}
