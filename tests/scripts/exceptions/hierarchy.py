for e in (ArithmeticError, ZeroDivisionError, OverflowError, LookupError, KeyError, IndexError, AttributeError, NameError, UnboundLocalError, ImportError, ModuleNotFoundError, OSError, FileNotFoundError, PermissionError, TimeoutError, ConnectionError, RuntimeError, RecursionError, NotImplementedError, StopIteration, StopAsyncIteration, SyntaxError, IndentationError, TypeError, ValueError, UnicodeError, UnicodeDecodeError, AssertionError, MemoryError, BufferError, EOFError, ReferenceError, SystemError, SystemExit, KeyboardInterrupt, GeneratorExit, Warning, UserWarning, DeprecationWarning, FutureWarning, RuntimeWarning, PendingDeprecationWarning, SyntaxWarning, ResourceWarning, IsADirectoryError, FileExistsError, NotADirectoryError, InterruptedError, ProcessLookupError, BrokenPipeError, ChildProcessError, BlockingIOError, ConnectionResetError, UnicodeWarning, BytesWarning, ImportWarning, EncodingWarning):
    print(*[c.__name__ for c in e.__mro__[:-1]])
print(IOError is OSError, EnvironmentError is OSError)
# expect: ArithmeticError Exception BaseException
# expect: ZeroDivisionError ArithmeticError Exception BaseException
# expect: OverflowError ArithmeticError Exception BaseException
# expect: LookupError Exception BaseException
# expect: KeyError LookupError Exception BaseException
# expect: IndexError LookupError Exception BaseException
# expect: AttributeError Exception BaseException
# expect: NameError Exception BaseException
# expect: UnboundLocalError NameError Exception BaseException
# expect: ImportError Exception BaseException
# expect: ModuleNotFoundError ImportError Exception BaseException
# expect: OSError Exception BaseException
# expect: FileNotFoundError OSError Exception BaseException
# expect: PermissionError OSError Exception BaseException
# expect: TimeoutError OSError Exception BaseException
# expect: ConnectionError OSError Exception BaseException
# expect: RuntimeError Exception BaseException
# expect: RecursionError RuntimeError Exception BaseException
# expect: NotImplementedError RuntimeError Exception BaseException
# expect: StopIteration Exception BaseException
# expect: StopAsyncIteration Exception BaseException
# expect: SyntaxError Exception BaseException
# expect: IndentationError SyntaxError Exception BaseException
# expect: TypeError Exception BaseException
# expect: ValueError Exception BaseException
# expect: UnicodeError ValueError Exception BaseException
# expect: UnicodeDecodeError UnicodeError ValueError Exception BaseException
# expect: AssertionError Exception BaseException
# expect: MemoryError Exception BaseException
# expect: BufferError Exception BaseException
# expect: EOFError Exception BaseException
# expect: ReferenceError Exception BaseException
# expect: SystemError Exception BaseException
# expect: SystemExit BaseException
# expect: KeyboardInterrupt BaseException
# expect: GeneratorExit BaseException
# expect: Warning Exception BaseException
# expect: UserWarning Warning Exception BaseException
# expect: DeprecationWarning Warning Exception BaseException
# expect: FutureWarning Warning Exception BaseException
# expect: RuntimeWarning Warning Exception BaseException
# expect: PendingDeprecationWarning Warning Exception BaseException
# expect: SyntaxWarning Warning Exception BaseException
# expect: ResourceWarning Warning Exception BaseException
# expect: IsADirectoryError OSError Exception BaseException
# expect: FileExistsError OSError Exception BaseException
# expect: NotADirectoryError OSError Exception BaseException
# expect: InterruptedError OSError Exception BaseException
# expect: ProcessLookupError OSError Exception BaseException
# expect: BrokenPipeError ConnectionError OSError Exception BaseException
# expect: ChildProcessError OSError Exception BaseException
# expect: BlockingIOError OSError Exception BaseException
# expect: ConnectionResetError ConnectionError OSError Exception BaseException
# expect: UnicodeWarning Warning Exception BaseException
# expect: BytesWarning Warning Exception BaseException
# expect: ImportWarning Warning Exception BaseException
# expect: EncodingWarning Warning Exception BaseException
# expect: True True
