@a.b(1)
class A(B, metaclass=C):
    """d"""
    x: int = 1
    async def f(self, a, /, b=2, *c, d, **e) -> None:
        try:
            with x as y, z: pass
        except (A, B) as e: raise C from e
        finally: del a, b[1:2, ...]
