# Tables as Excel workbooks: cells stay what they are; where their parts go is in unit/test_xlsx.
. "$SRCDIR/tests/lib/cli.sh"
needs python3
prepare
printf 'canari sous la table' | "$PROG" accompagner --themes bureautique --commune Bibost --note - >/dev/null
run accompagner --type collectif --participants 7 --themes 'e-mail' --atelier '=1+1' --tags '01400'
exits 0
run exporter coop --format xlsx --avec-textes --sortie "$dir/coop.xlsx"
if [ "$status" = 2 ]; then
	err_has 'libxlsxwriter-dev'
	done_testing
	exit
fi
exits 0
is 'only ours' "$(stat -c %a "$dir/coop.xlsx")" 600

cat >"$dir/lire.py" <<'END'
import sys, zipfile, xml.etree.ElementTree as xml
n = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
z = zipfile.ZipFile(sys.argv[1])
if z.testzip():
    sys.exit('damaged')
for row in xml.fromstring(z.read('xl/worksheets/sheet1.xml')).iter(n + 'row'):
    cells = []
    for c in row.iter(n + 'c'):
        if c.find(n + 'f') is not None:
            sys.exit('a formula')
        text = ''.join(t.text or '' for t in c.iter(n + 't'))
        value = c.find(n + 'v')
        cells.append('%s:%s%s' % (c.get('r'), c.get('t', 'n') + ('s' + c.get('s') if c.get('s') else ''),
                                  '=' + (value.text if value is not None else text)))
    print(' '.join(cells))
END
read_sheet() {
	python3 "$dir/lire.py" "$1" >"$dir/cells" 2>"$dir/err" || cat "$dir/err"
	cat "$dir/cells"
}
sheet=$(read_sheet "$dir/coop.xlsx")
ok 'its columns' holds "$sheet" 'A1:inlineStr=Date B1:inlineStr=Enregistré le'
ok 'a date is a number with the look of a date' holds "$sheet" 'A2:ns1=46350'
ok 'a number is a number' holds "$sheet" 'E3:n=7'
ok 'a formula is a text' holds "$sheet" 'M3:inlineStr==1+1'
ok 'leading zeros stay' holds "$sheet" 'inlineStr=01400'
ok 'the text, when asked' holds "$sheet" 'canari sous la table'
run exporter coop --format xlsx --sortie "$dir/sans.xlsx"
ok 'not otherwise' prints_nothing sh -c "python3 '$dir/lire.py' '$dir/sans.xlsx' | grep canari"
run exporter coop --format xlsx --avec-textes --sortie "$dir/encore.xlsx"
ok 'the same bytes at the same moment' cmp "$dir/coop.xlsx" "$dir/encore.xlsx"

for what in 'bilan' 'journal' 'exporter lieux --source toutes'; do
	# shellcheck disable=SC2086
	run $what --format xlsx
	sheet=$(read_sheet "$dir/out")
	ok "$what: a workbook" holds "$sheet" 'A1:inlineStr='
done
ok 'postcodes are texts' holds "$sheet" 'inlineStr=69170'

ok 'no part is left' prints_nothing sh -c "ls '$AIGUILLAGE_BASE' | grep -v -e '^annuaire.db' -e '^journal.db' -e sauvegardes -e fiches"
run exporter coop --format xlsx --sortie "$dir/nulle/part.xlsx"
exits 4
(ulimit -f 4; "$PROG" exporter lieux --source toutes --format xlsx --sortie "$dir/plein.xlsx" >/dev/null 2>"$dir/err")
is 'no room' "$?" 4
ok 'which leaves no file' test ! -e "$dir/plein.xlsx"
done_testing
