// argparse: the parser of small command line programs, with the texts that it prints.
#include "runner/interp/modules/library.h"

namespace lessonrun::interp {

const char* const kArgparseText = R"py(import os, sys, textwrap
SUPPRESS, OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, REMAINDER = '==SUPPRESS==', '?', '*', '+', '...'
class ArgumentTypeError(Exception): pass
class ArgumentError(Exception):
    def __init__(self, argument, message): self.argument, self.message = argument, message
    def __str__(self): return f'argument {_name(self.argument)}: {self.message}' if self.argument else self.message
class Namespace:
    def __init__(self, **kwargs): self.__dict__.update(kwargs)
    def __eq__(self, other): return self.__dict__ == other.__dict__ if isinstance(other, Namespace) else NotImplemented
    def __contains__(self, key): return key in self.__dict__
    def __repr__(self): return 'Namespace(' + ', '.join(f'{k}={v!r}' for k, v in self.__dict__.items()) + ')'
class HelpFormatter: pass
class RawDescriptionHelpFormatter(HelpFormatter): pass
class RawTextHelpFormatter(RawDescriptionHelpFormatter): pass
class ArgumentDefaultsHelpFormatter(HelpFormatter): pass
def _name(a):
    if a.option_strings: return '/'.join(a.option_strings)
    return a.metavar if a.metavar is not None else a.dest if a.dest != SUPPRESS else '{' + ','.join(map(str, a.choices)) + '}'
class Action:
    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None, choices=None, required=False, help=None, metavar=None):
        self.option_strings, self.dest, self.nargs, self.const, self.default = option_strings, dest, nargs, const, default
        self.type, self.choices, self.required, self.help, self.metavar = type, choices, required, help, metavar
    def __repr__(self):
        names = 'option_strings dest nargs const default type choices required help metavar'.split()
        return f'{type(self).__name__}(' + ', '.join(f'{n}={getattr(self, n)!r}' for n in names) + ')'
    def __call__(self, parser, namespace, values, option_string=None): raise NotImplementedError('.__call__() not defined')
class _StoreAction(Action):
    def __call__(self, parser, namespace, values, option_string=None): setattr(namespace, self.dest, values)
class _StoreConstAction(Action):
    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None, metavar=None):
        super().__init__(option_strings, dest, 0, const, default, None, None, required, help)
    def __call__(self, parser, namespace, values, option_string=None): setattr(namespace, self.dest, self.const)
class _StoreTrueAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=False, required=False, help=None): super().__init__(option_strings, dest, True, default, required, help)
class _StoreFalseAction(_StoreConstAction):
    def __init__(self, option_strings, dest, default=True, required=False, help=None): super().__init__(option_strings, dest, False, default, required, help)
class _AppendAction(Action):
    def __call__(self, parser, namespace, values, option_string=None): setattr(namespace, self.dest, list(getattr(namespace, self.dest) or []) + [values])
class _CountAction(Action):
    def __init__(self, option_strings, dest, default=None, required=False, help=None): super().__init__(option_strings, dest, 0, None, default, None, None, required, help)
    def __call__(self, parser, namespace, values, option_string=None): setattr(namespace, self.dest, (getattr(namespace, self.dest) or 0) + 1)
class _HelpAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None): super().__init__(option_strings, dest, 0, None, default, help=help)
    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()
class _VersionAction(Action):
    def __init__(self, option_strings, dest=SUPPRESS, version=None, default=SUPPRESS, help="show program's version number and exit"):
        super().__init__(option_strings, dest, 0, None, default, help=help)
        self.version = version
    def __call__(self, parser, namespace, values, option_string=None):
        print(self.version % {'prog': parser.prog})
        parser.exit()
class _SubParsersAction(Action):
    def __init__(self, parser, dest, required, help, metavar):
        super().__init__([], dest, 'A...', None, None, None, {}, required, help, metavar)
        self._parser, self._helps = parser, []
    def add_parser(self, name, *, help=None, aliases=(), **kwargs):
        if 'prog' not in kwargs: kwargs['prog'] = f'{self._parser._prefix()} {name}'
        made = self.choices[name] = ArgumentParser(**kwargs)
        if help is not None: self._helps.append((f'{name} ({", ".join(aliases)})' if aliases else name, help))
        for alias in aliases: self.choices[alias] = made
        return made
    def __call__(self, parser, namespace, values, option_string=None):
        name, rest = values[0], values[1:]
        if self.dest != SUPPRESS: setattr(namespace, self.dest, name)
        inner, left = self.choices[name].parse_known_args(rest)
        for key, value in vars(inner).items(): setattr(namespace, key, value)
        if left: namespace.__dict__.setdefault('_left', []).extend(left)
_actions = {None: _StoreAction, 'store': _StoreAction, 'store_const': _StoreConstAction, 'store_true': _StoreTrueAction,
            'store_false': _StoreFalseAction, 'append': _AppendAction, 'count': _CountAction, 'help': _HelpAction, 'version': _VersionAction}
class _Group:
    def __init__(self, parser, title=None, description=None, exclusive=False, required=False):
        self._parser, self.title, self.description, self._exclusive, self.required, self._members = parser, title, description, exclusive, required, []
    def add_argument(self, *args, **kwargs):
        made = self._parser.add_argument(*args, **kwargs)
        self._members.append(made)
        return made
class ArgumentParser:
    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(), formatter_class=HelpFormatter, prefix_chars='-', add_help=True, allow_abbrev=True, exit_on_error=True, **kwargs):
        self.prog = prog if prog is not None else os.path.basename(sys.argv[0] if sys.argv else '')
        self.usage, self.description, self.epilog, self.formatter_class, self.exit_on_error = usage, description, epilog, formatter_class, exit_on_error
        self._all, self._groups, self._defaults, self._subparsers = [], [], {}, None
        if add_help: self.add_argument('-h', '--help', action='help', default=SUPPRESS, help='show this help message and exit')
        for parent in parents: self._all.extend(a for a in parent._all if not isinstance(a, _HelpAction))
    def add_argument(self, *names, action=None, **kwargs):
        if not names or not names[0].startswith('-'):
            if 'required' in kwargs: raise TypeError("'required' is an invalid argument for positionals")
            dest = kwargs.pop('dest', names[0] if names else None)
            if kwargs.get('nargs') not in (OPTIONAL, ZERO_OR_MORE): kwargs['required'] = True
            elif kwargs['nargs'] == ZERO_OR_MORE and 'default' not in kwargs: kwargs['required'] = True
            names = []
        else:
            names = list(names)
            if 'dest' in kwargs: dest = kwargs.pop('dest')
            else:
                long = [n for n in names if n.startswith('--')]
                dest = (long or names)[0].lstrip('-').replace('-', '_')
        cls = _actions.get(action) if not isinstance(action, type) else action
        if cls is None: raise ValueError(f'unknown action "{action}"')
        if 'default' not in kwargs and dest in self._defaults: kwargs['default'] = self._defaults[dest]
        if kwargs.get('type') is not None and not callable(kwargs['type']): raise ValueError(f'{kwargs["type"]!r} is not callable')
        made = cls(names, dest=dest, **kwargs)
        taken = [n for a in self._all for n in a.option_strings if n in names]
        if taken: raise ArgumentError(made, f'conflicting option string{"s" if len(taken) > 1 else ""}: {", ".join(taken)}')
        self._all.append(made)
        return made
    def add_argument_group(self, title=None, description=None):
        self._groups.append(_Group(self, title, description))
        return self._groups[-1]
    def add_mutually_exclusive_group(self, required=False):
        self._groups.append(_Group(self, exclusive=True, required=required))
        return self._groups[-1]
    def add_subparsers(self, *, title=None, description=None, dest=SUPPRESS, required=False, help=None, metavar=None, **kwargs):
        made = self._subparsers = _SubParsersAction(self, dest, required, help, metavar)
        self._all.append(made)
        if title is not None:
            self._groups.append(_Group(self, title, description))
            self._groups[-1]._members.append(made)
        return made
    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for a in self._all:
            if a.dest in kwargs: a.default = kwargs[a.dest]
    def get_default(self, dest): return next((a.default for a in self._all if a.dest == dest and a.default is not None), self._defaults.get(dest))
    def exit(self, status=0, message=None):
        if message: sys.stderr.write(message)
        sys.exit(status)
    def error(self, message):
        sys.stderr.write(self.format_usage())
        self.exit(2, f'{self.prog}: error: {message}\n')
    def print_help(self, file=None): (file or sys.stdout).write(self.format_help())
    def print_usage(self, file=None): (file or sys.stdout).write(self.format_usage())
    def _positionals(self): return [a for a in self._all if not a.option_strings]
    def _options(self): return [a for a in self._all if a.option_strings]
    def _prefix(self): return ' '.join([self.prog] + [self._shown(a) for a in self._positionals() if not isinstance(a, _SubParsersAction)])
    def _value(self, a):
        if a.metavar is not None: return a.metavar
        if a.choices is not None: return '{' + ','.join(map(str, a.choices)) + '}'
        return a.dest.upper() if a.option_strings else a.dest
    def _shown(self, a):
        v, n = self._value(a), a.nargs
        if isinstance(v, tuple): return ' '.join(v)
        if n == OPTIONAL: return f'[{v}]'
        if n == ZERO_OR_MORE: return f'[{v} ...]'
        if n == ONE_OR_MORE: return f'{v} [{v} ...]'
        if n == 'A...': return f'{v} ...'
        return ' '.join([v] * n) if isinstance(n, int) else v
    def format_usage(self):
        if self.usage is not None: return f'usage: {self.usage % {"prog": self.prog}}\n'
        def part(a): return a.option_strings[0] if a.nargs == 0 else f'{a.option_strings[0]} {self._shown(a)}'
        exclusive = {id(g._members[0]): g for g in self._groups if g._exclusive and g._members}
        inner = {id(m) for g in exclusive.values() for m in g._members[1:]}
        opts = []
        for a in self._options():
            if a.help == SUPPRESS or id(a) in inner: continue
            if id(a) in exclusive:
                g = exclusive[id(a)]
                text = ' | '.join(part(m) for m in g._members)
                opts.append(f'({text})' if g.required else f'[{text}]')
            else: opts.append(part(a) if a.required else f'[{part(a)}]')
        pos = [self._shown(a) for a in self._positionals() if a.help != SUPPRESS]
        start = f'usage: {self.prog}'
        line = ' '.join([start] + opts + pos)
        if len(line) <= 78: return line + '\n'
        def fill(parts, first, indent):
            lines, current, width = [], first, len(first)
            text = [first] if first else []
            for p in parts:
                if width + 1 + len(p) > 78 and text:
                    lines.append(' '.join(text))
                    text, width = [], indent - 1
                text.append(p)
                width += len(p) + 1
            return lines + [' '.join(text)]
        if len(start) <= 58:
            indent = len(start) + 1
            lines = fill(opts, start, indent) if opts else fill(pos, start, indent)
            if opts and pos: lines += fill(pos, '', indent)
        else:
            indent = 7
            lines = [start] + (fill(opts, '', indent) if opts else []) + (fill(pos, '', indent) if pos else [])
        return ('\n' + ' ' * indent).join(lines) + '\n'
    def _help_text(self, a):
        text = a.help
        if issubclass(self.formatter_class, ArgumentDefaultsHelpFormatter) and '%(default)' not in text and a.default is not SUPPRESS and (a.option_strings or a.nargs in (OPTIONAL, ZERO_OR_MORE)):
            text += ' (default: %(default)s)'
        params = {**vars(a), 'prog': self.prog}
        params = {k: getattr(v, '__name__', v) for k, v in params.items() if v is not SUPPRESS}
        if a.choices is not None: params['choices'] = ', '.join(map(str, a.choices))
        return text % params
    def _rows(self, actions):
        for a in actions:
            if a.help == SUPPRESS: continue
            if isinstance(a, _SubParsersAction):
                yield 2, self._value(a), self._help_text(a) if a.help else ''
                for name, help in a._helps: yield 4, name, help
            elif a.option_strings: yield 2, ', '.join(a.option_strings if a.nargs == 0 else [f'{n} {self._shown(a)}' for n in a.option_strings]), self._help_text(a) if a.help else ''
            else: yield 2, self._value(a), self._help_text(a) if a.help else ''
    def format_help(self):
        own = {id(m) for g in self._groups if not g._exclusive and g.title for m in g._members}
        sections = [('positional arguments', None, list(self._rows(a for a in self._positionals() if id(a) not in own))),
                    ('options', None, list(self._rows(a for a in self._options() if id(a) not in own)))]
        sections += [(g.title, g.description, list(self._rows(g._members))) for g in self._groups if g.title and not g._exclusive]
        longest = max((indent + len(head) for _, _, rows in sections for indent, head, _ in rows), default=0)
        column = min(longest + 2, 24)
        raw = issubclass(self.formatter_class, RawDescriptionHelpFormatter)
        def paragraph(text, indent=''):
            text = text % {'prog': self.prog}
            return text.rstrip('\n') if raw else textwrap.fill(' '.join(text.split()), 78 - len(indent), initial_indent=indent, subsequent_indent=indent)
        out = [self.format_usage()]
        if self.description: out.append(paragraph(self.description) + '\n')
        for title, description, rows in sections:
            if not rows and not description: continue
            lines = [f'{title}:']
            if description: lines += [paragraph(description, '  '), '']
            for indent, head, text in rows:
                if issubclass(self.formatter_class, RawTextHelpFormatter): body = text.splitlines()
                else: body = textwrap.wrap(' '.join(text.split()), max(78 - column, 11))
                head = ' ' * indent + head
                if not body: lines.append(head)
                elif len(head) <= column - 2: lines.append(head.ljust(column) + body.pop(0))
                else: lines.append(head)
                lines += [' ' * column + b for b in body]
            out.append('\n'.join(lines) + '\n')
        if self.epilog: out.append(paragraph(self.epilog) + '\n')
        return '\n'.join(out)
    def _convert(self, a, text):
        if a.type is not None:
            try: text = a.type(text)
            except ArgumentTypeError as e: raise ArgumentError(a, str(e)) from None
            except (TypeError, ValueError): raise ArgumentError(a, f'invalid {getattr(a.type, "__name__", repr(a.type))} value: {text!r}') from None
        if a.choices is not None and text not in a.choices:
            raise ArgumentError(a, f'invalid choice: {text!r} (choose from {", ".join(map(repr, a.choices))})')
        return text
    def _values(self, a, texts):
        if a.nargs is None: return self._convert(a, texts[0])
        if a.nargs == OPTIONAL:
            if texts: return self._convert(a, texts[0])
            value = a.const if a.option_strings else a.default
            return self._convert(a, value) if isinstance(value, str) else value
        if a.nargs == 'A...':
            self._convert(a, texts[0])
            return texts
        if a.nargs == ZERO_OR_MORE and not texts and not a.option_strings: return a.default if a.default is not None else []
        return [self._convert(a, t) for t in texts]
    def _is_option(self, text):
        if not text.startswith('-') or text == '-': return False
        try:
            float(text)
            return any(n[1:2].isdigit() for a in self._options() for n in a.option_strings)
        except ValueError: return ' ' not in text
    def parse_args(self, args=None, namespace=None):
        space, left = self.parse_known_args(args, namespace)
        if left: self.error('unrecognized arguments: ' + ' '.join(left))
        return space
    def parse_known_args(self, args=None, namespace=None):
        args = list(sys.argv[1:] if args is None else args)
        space = Namespace() if namespace is None else namespace
        for a in self._all:
            if a.dest != SUPPRESS and a.default is not SUPPRESS and not hasattr(space, a.dest): setattr(space, a.dest, a.default)
        for key, value in self._defaults.items():
            if not hasattr(space, key): setattr(space, key, value)
        try:
            left = self._parse(args, space) + space.__dict__.pop('_left', [])
        except ArgumentError as e:
            if not self.exit_on_error: raise
            self.error(str(e))
        return space, left
    def _find(self, text):
        name, eq, value = text.partition('=')
        options = {n: a for a in self._options() for n in a.option_strings}
        if text in options: return options[text], text, None
        if name in options and eq: return options[name], name, value
        if text.startswith('--'):
            near = [n for n in options if n.startswith(name)]
            if len(near) > 1: raise ArgumentError(None, f'ambiguous option: {text} could match {", ".join(near)}')
            return (options[near[0]], near[0], value if eq else None) if near else (None, text, None)
        if text[:2] in options: return options[text[:2]], text[:2], text[2:]
        return None, text, None
    def _parse(self, args, space):
        seen, left, plain, at, waiting = set(), [], [], 0, self._positionals()
        def take(a, texts, name=None):
            for g in self._groups:
                if g._exclusive and a in g._members:
                    other = next((m for m in g._members if m in seen and m is not a), None)
                    if other: raise ArgumentError(a, f'not allowed with argument {_name(other)}')
            seen.add(a)
            a(self, space, self._values(a, texts), name)
        def consume(texts):
            # Of a run of plain words the positionals take what each wants, also nothing.
            while waiting:
                a = waiting[0]
                least = {OPTIONAL: 0, ZERO_OR_MORE: 0}.get(a.nargs, a.nargs if isinstance(a.nargs, int) else 1)
                if len(texts) < least: break
                after = sum({OPTIONAL: 0, ZERO_OR_MORE: 0}.get(b.nargs, b.nargs if isinstance(b.nargs, int) else 1) for b in waiting[1:])
                many = len(texts) if a.nargs == 'A...' else max(len(texts) - after, least) if a.nargs in (ZERO_OR_MORE, ONE_OR_MORE) else min(1, len(texts)) if a.nargs in (None, OPTIONAL) else least
                if a.nargs == OPTIONAL and len(texts) <= after: many = 0
                mine, texts = texts[:many], texts[many:]
                waiting.pop(0)
                if mine or a.nargs == ZERO_OR_MORE or (a.nargs == OPTIONAL and a.default is not None): take(a, mine)
                elif a.nargs == OPTIONAL: seen.add(a)
            return texts
        literal = False
        while at < len(args):
            run = []
            sub = any(isinstance(a, _SubParsersAction) for a in waiting)
            while at < len(args) and (literal or args[at] == '--' or not self._is_option(args[at])):
                at += 1
                if args[at - 1] == '--' and not literal:
                    literal = True
                    continue
                run.append(args[at - 1])
                if sub and len([a for a in waiting if not isinstance(a, _SubParsersAction)]) < len(run):
                    run += args[at:]
                    at = len(args)
            if run: left += consume(run)
            if at == len(args): break
            a, name, value = self._find(args[at])
            at += 1
            if a is None:
                left.append(name)
                continue
            if a.nargs == 0:
                if value is not None and len(name) == 2:
                    take(a, [], name)
                    args.insert(at, '-' + value)
                    continue
                if value is not None: raise ArgumentError(a, f'ignored explicit argument {value!r}')
                take(a, [], name)
                continue
            texts = [] if value is None else [value]
            most = {None: 1, OPTIONAL: 1}.get(a.nargs, a.nargs if isinstance(a.nargs, int) else len(args))
            while value is None and at < len(args) and len(texts) < most and not self._is_option(args[at]):
                texts.append(args[at])
                at += 1
            if a.nargs is None and not texts: raise ArgumentError(a, 'expected one argument')
            if a.nargs == ONE_OR_MORE and not texts: raise ArgumentError(a, 'expected at least one argument')
            if isinstance(a.nargs, int) and len(texts) < a.nargs: raise ArgumentError(a, f'expected {a.nargs} argument{"s" if a.nargs > 1 else ""}')
            take(a, texts, name)
        consume([])
        for a in self._all:
            if a not in seen and isinstance(a.default, str) and a.dest != SUPPRESS and a.type is not None and getattr(space, a.dest, None) is a.default:
                setattr(space, a.dest, self._convert(a, a.default))
        missing = [_name(a) for a in self._all if a.required and a not in seen]
        if missing: self.error('the following arguments are required: ' + ', '.join(missing))
        for g in self._groups:
            if g._exclusive and g.required and not any(m in seen for m in g._members):
                self.error(f'one of the arguments {" ".join(_name(m) for m in g._members)} is required')
        return left
)py";

}  // namespace lessonrun::interp
