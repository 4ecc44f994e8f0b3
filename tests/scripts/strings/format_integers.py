for spec in ['', 'd', '5', '<5', '>5', '^5', '=5', '05', '+', ' ', '-', '+05d', 'x', '#x', '#X', 'X', 'b', '#b', '#010b', 'o', '#o', ',', '_', '_x', '_b', '08,', 'c', 'n', '*^9', '*=+9', '.0f', '.2f', 'e', '%', 'g', '010,d', 'é<4']:
    try: print(repr(spec), repr(format(42, spec)), repr(format(1234567, spec)) if spec != 'c' else '', repr(format(-42, spec)) if spec != 'c' else '')
    except Exception as e: print(repr(spec), type(e).__name__, e)
for v, spec in [(1, '.3d'), (1, 's'), (1, ',x'), (1, 'z'), (1, 'q'), (1, '5.'), (1, '+c'), (-1, 'c'), (1, ',c'), (1, ',_'), (1, '_n'), (True, 'd'), (True, ''), (True, '5'), (10**25, ','), (1, '<<<')]:
    try: print(repr(spec), repr(format(v, spec)))
    except Exception as e: print(repr(spec), type(e).__name__, e)
# expect: '' '42' '1234567' '-42'
# expect: 'd' '42' '1234567' '-42'
# expect: '5' '   42' '1234567' '  -42'
# expect: '<5' '42   ' '1234567' '-42  '
# expect: '>5' '   42' '1234567' '  -42'
# expect: '^5' ' 42  ' '1234567' ' -42 '
# expect: '=5' '   42' '1234567' '-  42'
# expect: '05' '00042' '1234567' '-0042'
# expect: '+' '+42' '+1234567' '-42'
# expect: ' ' ' 42' ' 1234567' '-42'
# expect: '-' '42' '1234567' '-42'
# expect: '+05d' '+0042' '+1234567' '-0042'
# expect: 'x' '2a' '12d687' '-2a'
# expect: '#x' '0x2a' '0x12d687' '-0x2a'
# expect: '#X' '0X2A' '0X12D687' '-0X2A'
# expect: 'X' '2A' '12D687' '-2A'
# expect: 'b' '101010' '100101101011010000111' '-101010'
# expect: '#b' '0b101010' '0b100101101011010000111' '-0b101010'
# expect: '#010b' '0b00101010' '0b100101101011010000111' '-0b0101010'
# expect: 'o' '52' '4553207' '-52'
# expect: '#o' '0o52' '0o4553207' '-0o52'
# expect: ',' '42' '1,234,567' '-42'
# expect: '_' '42' '1_234_567' '-42'
# expect: '_x' '2a' '12_d687' '-2a'
# expect: '_b' '10_1010' '1_0010_1101_0110_1000_0111' '-10_1010'
# expect: '08,' '0,000,042' '1,234,567' '-000,042'
# expect: 'c' '*'  
# expect: 'n' '42' '1234567' '-42'
# expect: '*^9' '***42****' '*1234567*' '***-42***'
# expect: '*=+9' '+******42' '+*1234567' '-******42'
# expect: '.0f' '42' '1234567' '-42'
# expect: '.2f' '42.00' '1234567.00' '-42.00'
# expect: 'e' '4.200000e+01' '1.234567e+06' '-4.200000e+01'
# expect: '%' '4200.000000%' '123456700.000000%' '-4200.000000%'
# expect: 'g' '42' '1.23457e+06' '-42'
# expect: '010,d' '00,000,042' '01,234,567' '-0,000,042'
# expect: 'é<4' '42éé' '1234567' '-42é'
# expect: '.3d' ValueError Precision not allowed in integer format specifier
# expect: 's' ValueError Unknown format code 's' for object of type 'int'
# expect: ',x' ValueError Cannot specify ',' with 'x'.
# expect: 'z' ValueError Negative zero coercion (z) not allowed in integer format specifier
# expect: 'q' ValueError Unknown format code 'q' for object of type 'int'
# expect: '5.' ValueError Format specifier missing precision
# expect: '+c' ValueError Sign not allowed with integer format specifier 'c'
# expect: 'c' OverflowError %c arg not in range(0x110000)
# expect: ',c' ValueError Cannot specify ',' with 'c'.
# expect: ',_' ValueError Cannot specify both ',' and '_'.
# expect: '_n' ValueError Cannot specify '_' with 'n'.
# expect: 'd' '1'
# expect: '' 'True'
# expect: '5' '    1'
# expect: ',' '10,000,000,000,000,000,000,000,000'
# expect: '<<<' ValueError Unknown format code '<' for object of type 'int'
