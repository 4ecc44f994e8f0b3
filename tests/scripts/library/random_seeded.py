import random
random.seed(42)
print(random.random(), random.randint(1, 100), random.choice('abcdef'))
x = list(range(10)); random.shuffle(x); print(x)
print(random.sample(range(100), 5), random.uniform(1, 2), random.gauss(0, 1), random.gauss(0, 1))
print(random.choices([1, 2, 3], weights=[1, 5, 1], k=6), random.getrandbits(100), random.randrange(0, 50, 5))
random.seed('hello'); print(random.random()); print(random.Random(7).random(), random.normalvariate(0, 1), random.expovariate(2))
random.seed(2**70+3); print(random.random(), random.sample([1,2,3,4,5,6,7,8,9,10]*10, 3))
try: random.choice([])
except IndexError as e: print(e)
import hashlib, base64, uuid, zlib, hmac
for n in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'): print(hashlib.new(n, b'abc').hexdigest(), hashlib.new(n, b'q' * 200).hexdigest())
print(hashlib.sha256('x'.encode()).digest_size, base64.b64encode(b'hello world'), base64.b64decode('aGVsbG8='), base64.urlsafe_b64encode(b'\xff\xfe\xfd'))
print(uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid3(uuid.NAMESPACE_URL, 'x'), repr(uuid.UUID('12345678123456781234567812345678')), uuid.UUID(int=5).hex, uuid.uuid4().version, zlib.crc32(b'abc'))
try: uuid.UUID('zz')
except ValueError as e: print(e)
print(hmac.new(b'k', b'm', 'sha256').hexdigest())
# expect: 0.6394267984578837 4 f
# expect: [7, 6, 2, 9, 0, 5, 1, 8, 3, 4]
# expect: [4, 3, 11, 27, 29] 1.5053552881033623 0.6566365067986689 0.11050717744383194
# expect: [2, 2, 2, 2, 2, 1] 530681276762416477923267193789 25
# expect: 0.3537754404730722
# expect: 0.32383276483316237 0.6188660893196483 0.07012314559939004
# expect: 0.16339507200642456 [5, 2, 4]
# expect: Cannot choose from an empty sequence
# expect: 900150983cd24fb0d6963f7d28e17f72 df02a36fd4a99febe469328b0fe2037f
# expect: a9993e364706816aba3e25717850c26c9cd0d89d 9a2fa7a4a0222be5054c6c8191fa2ab1e2e14e2d
# expect: 23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7 ba45f2fdbef8f245b8d632690a5f288946309ca22e9a9a42d61d79b3
# expect: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad ff550476527be4d27b596094d6cc4f8f127bbae50525e1747563ef63d4dc1448
# expect: cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7 e1ff4d55afdc97d15362a2ff696bce58ef55d181bec4d84aaabe5ec2a694515cd102bed7dfd6bdcb6c9a411bea762b12
# expect: ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f c3c4e47efc262dfed155772d85a06f3e5d43d836c9a4afa094f81ec3626094803ba517702894f92de197660c723913c1fcca7311b44fcf7b8fa976391e8426c8
# expect: 32 b'aGVsbG8gd29ybGQ=' b'hello' b'__79'
# expect: 886313e1-3b8a-5372-9b90-0c9aee199e5d 60a7f89c-e446-309c-8b4f-460bfdfd0dee UUID('12345678-1234-5678-1234-567812345678') 00000000000000000000000000000005 4 891568578
# expect: badly formed hexadecimal UUID string
# expect: b60090e3052297aeb5a080889ce2fc4bca957e756faeb4df7d31800ca1e771ec
