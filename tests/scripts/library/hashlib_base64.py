import hashlib, base64, hmac
print(hashlib.md5(b'a').hexdigest(), hashlib.sha1(b'a').hexdigest(), hashlib.sha256(b'abc').hexdigest(), hashlib.sha512(b'').hexdigest()[:20], hashlib.new('sha256', b'x').hexdigest()[:10], hashlib.sha256(b'a').digest()[:3], hashlib.sha256().digest_size, hashlib.sha256().name)
h = hashlib.sha256(); h.update(b'a'); h.update(b'b'); print(h.hexdigest() == hashlib.sha256(b'ab').hexdigest(), base64.b64encode(b'hello'), base64.b64decode('aGVsbG8='), base64.urlsafe_b64encode(b'\xff\xfe'), base64.b16encode(b'az'), hmac.new(b'k', b'm', 'sha256').hexdigest()[:16], hmac.compare_digest('a', 'a'))
for f in (lambda: hashlib.md5('a'), lambda: hashlib.new('nope'), lambda: base64.b64decode('a')):
    try: f()
    except Exception as e: print(type(e).__name__, e)
# expect: 0cc175b9c0f1b6a831c399e269772661 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad cf83e1357eefb8bdf154 2d711642b7 b'\xca\x97\x81' 32 sha256
# expect: True b'aGVsbG8=' b'hello' b'__4=' b'617A' b60090e3052297ae True
# expect: TypeError Strings must be encoded before hashing
# expect: ValueError unsupported hash type nope
# expect: Error Invalid base64-encoded string: number of data characters (1) cannot be 1 more than a multiple of 4
