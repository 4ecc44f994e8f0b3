import uuid
u = uuid.UUID('12345678123456781234567812345678')
print(u, repr(u), u.hex, u.int, u.version, uuid.UUID(int=5), uuid.UUID('{12345678-1234-5678-1234-567812345678}') == u, u < uuid.UUID(int=2**127), hash(u) == hash(uuid.UUID(str(u))), str(u)[:8], len(uuid.uuid4().hex), uuid.uuid4().version, uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid3(uuid.NAMESPACE_URL, 'x'), u.bytes[:2], uuid.UUID(bytes=b'\x00' * 16), {u: 1}[u], u.urn)
for f in (lambda: uuid.UUID('x'), lambda: uuid.UUID(), lambda: setattr(u, 'int', 5), lambda: u < 5):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: 12345678-1234-5678-1234-567812345678 UUID('12345678-1234-5678-1234-567812345678') 12345678123456781234567812345678 24197857161011715162171839636988778104 None 00000000-0000-0000-0000-000000000005 True True True 12345678 32 4 886313e1-3b8a-5372-9b90-0c9aee199e5d 60a7f89c-e446-309c-8b4f-460bfdfd0dee b'\x124' 00000000-0000-0000-0000-000000000000 1 urn:uuid:12345678-1234-5678-1234-567812345678
# expect: ValueError badly formed hexadecimal UUID string
# expect: TypeError one of the hex, bytes, bytes_le, fields, or int arguments must be given
# expect: TypeError UUID objects are immutable
# expect: TypeError '<' not supported between instances of 'UUID' and 'int'
