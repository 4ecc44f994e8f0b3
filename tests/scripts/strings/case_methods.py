s = 'hello wORLD ǆ ß ﬁ'
print(s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold(), sep='|')
print('they\'re bill\'s'.title(), 'ÀÉ'.lower(), 'straße'.upper(), 'ΑΣ'.lower(), 'İ'.lower() == 'i̇')
# expect: HELLO WORLD Ǆ SS FI|hello world ǆ ß ﬁ|Hello World ǅ Ss Fi|Hello world ǆ ß ﬁ|HELLO World Ǆ SS FI|hello world ǆ ss fi
# expect: They'Re Bill'S àé STRASSE ας True
