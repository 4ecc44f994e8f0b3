from datetime import timezone, timedelta, datetime
from enum import IntFlag
class Perm(IntFlag):
    READ = 4
    WRITE = 2
    EXEC = 1
both = Perm.READ | Perm.WRITE
print(repr(both), repr(both & ~Perm.WRITE), repr(~Perm.WRITE), repr(both ^ Perm.READ), repr(both & 4), repr(1 | Perm.READ), both + 1, both == 6, Perm.WRITE in both, bool(both & Perm.EXEC))
print(timezone(timedelta(0)) is timezone.utc, repr(timezone(timedelta(0))), repr(timezone(timedelta(0), "Z")), repr(datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=2))).astimezone(timezone.utc).tzinfo))
print(repr(both | 8), repr(Perm(8)), str(Perm(12)), Perm(12).name, list(Perm(12)), repr(~Perm(8)), repr(~(Perm.READ | 16)))
# expect: <Perm.READ|WRITE: 6> <Perm.READ: 4> <Perm.READ|EXEC: 5> <Perm.WRITE: 2> <Perm.READ: 4> <Perm.READ|EXEC: 5> 7 True True False
# expect: True datetime.timezone.utc datetime.timezone(datetime.timedelta(0), 'Z') datetime.timezone.utc
# expect: <Perm.READ|WRITE|8: 14> <Perm: 8> 12 READ|8 [<Perm.READ: 4>] <Perm.READ|WRITE|EXEC: 7> <Perm.WRITE|EXEC|8: 11>
