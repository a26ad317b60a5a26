"""Workbooks for tests/cli/classeurs.t, whole and hostile, made by hand:  classeurs.py FOLDER"""
import os, sys, zipfile

MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
DOC = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PACK = 'http://schemas.openxmlformats.org/package/2006/relationships'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
folder = sys.argv[1]


def relations(*targets):
    return HEAD + '<Relationships xmlns="%s">%s</Relationships>' % (PACK, ''.join(
        '<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>' % (i + 1, DOC, kind, target)
        for i, (kind, target) in enumerate(targets)))


STYLES = HEAD + '''<styleSheet xmlns="%s"><numFmts count="3">
<numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="[$-40C]d mmmm yyyy;@"/>
<numFmt numFmtId="166" formatCode="0#&quot; &quot;##&quot; &quot;##&quot; &quot;##&quot; &quot;##"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
<cellXfs count="7"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>
<xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="166"/></cellXfs></styleSheet>''' % MAIN
DAY, POSTCODE, LONG_DAY, MOMENT, TIME, PHONE = 1, 2, 3, 4, 5, 6


def sheet(rows):
    """rows: the text of sheetData"""
    return HEAD + '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, rows)


def book(name, sheets, texts=(), book_attributes='', more=(), compress=zipfile.ZIP_DEFLATED):
    """sheets: (name, state, sheet); texts: contents of <si>"""
    with zipfile.ZipFile(os.path.join(folder, name), 'w', compress) as z:
        z.writestr('[Content_Types].xml', HEAD + '<Types/>')
        z.writestr('_rels/.rels', relations(('officeDocument', 'xl/workbook.xml')))
        z.writestr('xl/workbook.xml', HEAD + '<workbook xmlns="%s" xmlns:r="%s"><workbookPr %s/><sheets>%s</sheets></workbook>' % (
            MAIN, DOC, book_attributes, ''.join('<sheet name="%s" sheetId="%d" state="%s" r:id="rId%d"/>' % (
                title, i + 1, state, i + 1) for i, (title, state, _) in enumerate(sheets))))
        z.writestr('xl/_rels/workbook.xml.rels', relations(*(
            [('worksheet', 'worksheets/sheet%d.xml' % (i + 1)) for i in range(len(sheets))] +
            [('styles', '/xl/styles.xml'), ('sharedStrings', 'sharedStrings.xml')])))
        z.writestr('xl/styles.xml', STYLES)
        for i, (_, _, data) in enumerate(sheets):
            z.writestr('xl/worksheets/sheet%d.xml' % (i + 1), data)
        z.writestr('xl/sharedStrings.xml', HEAD + '<sst xmlns="%s">%s</sst>' % (
            MAIN, ''.join('<si>%s</si>' % t for t in texts)))
        for member, data in more:
            z.writestr(member, data)


def text(address, s):
    return '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (address, s)


def number(address, s, style=0):
    return '<c r="%s" s="%d"><v>%s</v></c>' % (address, style, s)


def row(n, *cells):
    return '<row r="%d">%s</row>' % (n, ''.join(cells))


# ---- places: what every kind of cell becomes is seen in the directory ----

COLUMNS = ['id', 'pivot', 'nom', 'commune', 'code_postal', 'adresse', 'latitude', 'longitude', 'telephone',
           'date_maj', 'presentation_resume']
letters = 'ABCDEFGHIJKL'
header = row(3, *[text(letters[i] + '3', name) for i, name in enumerate(COLUMNS)])


def place(n, day='46350', zero='01480', phone=number('I%d', '474630000')):
    return row(n, text('A%d' % n, 'lieu-%d' % n), number('B%d' % n, '5.2130000012345E13'),
               '<c r="C%d" t="s"><v>0</v></c>' % n, '<c r="D%d" t="str"><f>"Ans"&amp;"e"</f><v>Anse</v></c>' % n,
               number('E%d' % n, '69480'), text('F%d' % n, '1 rue du Port_x000D_\n(au fond)'),
               number('G%d' % n, '45.936100000000003'), number('H%d' % n, '4.7191000000000001'),
               number('I%d' % n, '474630000', PHONE), number('J%d' % n, day, LONG_DAY),
               text('K%d' % n, 'Vu le'))


TEXTS = ['<r><t>Maison </t></r><r><t xml:space="preserve">&amp; port</t></r><rPh><t>non</t></rPh>']
whole = sheet(header + place(5) + row(6, '<c r="A6" s="1"/>') + place(7))
NOTES = sheet(row(1, text('A1', 'à ne pas lire')))
EMPTY = sheet(row(1, '<c r="A1"/>'))
book('lieux.xlsx', [('Cachée', 'hidden', NOTES), ('Vide', 'visible', EMPTY), ('Lieux', 'visible', whole)], TEXTS)
book('feuilles.xlsx', [('Lieux', 'visible', whole), ('Notes', 'visible', NOTES), ('Vide', 'visible', EMPTY)], TEXTS)
book('long.xlsx', [('a' + 'é' * 90, 'visible', whole), ('Notes', 'visible', NOTES)], TEXTS)
book('cachee.xlsx', [('Lieux', 'hidden', whole)], TEXTS)
book('1904.xlsx', [('Lieux', 'visible', sheet(header + place(5, '44888')))], TEXTS, 'date1904="1"')

# ---- La Coop ----

COOP = ['Date', 'Type', 'Participants', 'Durée (min)', 'Bénéficiaire réorienté', 'ID CRA']
rows = row(1, *[text(letters[i] + '1', name) for i, name in enumerate(COOP)])
rows += row(2, number('A2', '46350.4375', MOMENT), text('B2', 'Accompagnement individuel'), number('C2', '1'),
            number('D2', '6.25E-2', TIME), '<c r="E2" t="b"><v>1</v></c>', text('F2', 'abc-1'))
rows += row(3, number('A3', '46351', DAY), text('B3', 'Accompagnement individuel'), number('C3', '1'), text('F3', 'abc-2'))
rows += row(4, text('A4', 'bientôt'), text('B4', 'Accompagnement individuel'), text('F4', 'abc-3'))
book('coop.xlsx', [('Activités', 'visible', sheet(rows))])

# as La Coop writes it: who exported above the titles, a line a person, one value a line of a cell, stars
COOP = ['Date', 'Enregistré le', 'Type', 'Participants', 'Bénéficiaire', 'Matériel numérique utilisé',
        'Thématique(s) d’accompagnement', 'Niveau d’autonomie (ou de l’atelier)', 'Genre du bénéficiaire',
        'Tranche d’âge du bénéficiaire', 'ID CRA', 'Tags']


def activity(n, kind, share, level, gender, age, code):
    cells = [number('A%d' % n, '46350', DAY)] + [text('%s%d' % (letters[i + 1], n), s) for i, s in enumerate([
        "24/11/2026 à 10:00", kind, share, 'Jeanne Canari', 'Ordinateur\nTéléphone', 'E-mail\nBureautique', level, gender,
        age, code, 'Aide en mairie\nForum des aînés']) if s]
    return row(n, *cells)


rows = row(1, text('A1', 'Informations export')) + row(2, text('A2', 'Nom'), text('B2', 'Martin'))
rows += row(3, text('A3', 'Total'), number('B3', '4')) + row(5, text('A5', 'Filtres')) + row(6, text('A6', ''))
rows += row(7, *[text(letters[i] + '7', name) for i, name in enumerate(COOP)])
rows += activity(8, 'Atelier collectif', '1/3', '2/3', 'Féminin', '70 ans et plus', 'def-1')
rows += activity(9, 'Atelier collectif', '2/3', '2/3', 'Masculin', '70 ans et plus', 'def-1')
rows += activity(10, 'Atelier collectif', '3/3', '2/3', 'Féminin', 'Non communiqué', 'def-1')
rows += activity(11, 'Accompagnement individuel', '1', '3/3', 'Féminin', '', 'def-2')
rows += activity(12, 'Atelier collectif', '2/2', '', 'Féminin', '', 'def-3')
book('coop-vrai.xlsx', [('Activités', 'visible', sheet(rows))])

# ---- what must be refused ----

def hostile(name, rows, **more):
    book(name, [('Lieux', 'visible', sheet(rows))], TEXTS, **more)


whole_bytes = open(os.path.join(folder, 'lieux.xlsx'), 'rb').read()
open(os.path.join(folder, 'coupe.xlsx'), 'wb').write(whole_bytes[:-200])
open(os.path.join(folder, 'moitie.xlsx'), 'wb').write(whole_bytes[:len(whole_bytes) // 2])
at = whole_bytes.index(b'xl/worksheets/sheet3.xml') + 60
open(os.path.join(folder, 'abime.xlsx'), 'wb').write(whole_bytes[:at] + b'\0' * 40 + whole_bytes[at + 40:])
hostile('loin.xlsx', header + row(4, text('ZZZZ4', 'x')))
hostile('bas.xlsx', header + row(99999999, text('A99999999', 'x')))
hostile('desordre.xlsx', header + row(5, text('A5', 'x')) + row(4, text('A4', 'x')))
hostile('autre-ligne.xlsx', header + row(5, text('A6', 'x')))
hostile('texte-absent.xlsx', header + row(5, '<c r="A5" t="s"><v>12</v></c>'))
hostile('profond.xlsx', '<x>' * 5000 + '</x>' * 5000)
hostile('balise.xlsx', header + row(5, '<c r="A5" t="%s"/>' % ('x' * (3 << 20))))
hostile('bombe.xlsx', header + ''.join(row(n, text('A%d' % n, ' ' * 30000)) for n in range(4, 1800)))
laughs = '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
book('rires.xlsx', [('Lieux', 'visible', sheet(header).replace(HEAD, HEAD + laughs))], TEXTS)
outside = '<!DOCTYPE worksheet SYSTEM "file:///etc/passwd">'
book('dehors.xlsx', [('Lieux', 'visible', sheet(header).replace(HEAD, HEAD + outside))], TEXTS)
book('vide.xlsx', [('Vide', 'visible', EMPTY)])
book('document.docx', [], more=[('word/document.xml', '<document/>')])
book('binaire.xlsb', [], more=[('xl/workbook.bin', 'x')])
with zipfile.ZipFile(os.path.join(folder, 'archive.zip'), 'w') as z:
    z.writestr('lieux.csv', 'nom\n')
with zipfile.ZipFile(os.path.join(folder, 'foule.xlsx'), 'w') as z:
    for i in range(10050):
        z.writestr('xl/%d' % i, '')
# a container of Microsoft's: its names are where its head says
def ole(name, *names):
    head = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 22 + b'\x09\0' + b'\0' * 16 + b'\x03\0\0\0'
    table = b''.join(n.encode('utf-16-le').ljust(128, b'\0') for n in names)
    open(os.path.join(folder, name), 'wb').write(head.ljust(2048, b'\0') + table)


ole('ancien.xls', 'Root Entry', 'Workbook')
ole('phrase.xlsx', 'Root Entry', 'EncryptionInfo', 'EncryptedPackage')

# ---- OpenDocument ----

SPACES = ' '.join('xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (n, n) for n in ('office', 'table', 'text', 'style'))


def ods_row(cells, n=1):
    return '<table:table-row table:number-rows-repeated="%d">%s</table:table-row>' % (n, cells)


def cell(kind, shown, value=''):
    return '<table:table-cell office:value-type="%s" %s><office:annotation><text:p>un mot</text:p></office:annotation>' \
           '<text:p>%s</text:p></table:table-cell>' % (kind, value, shown)


def ods(name, tables, manifest='<manifest/>', kind='application/vnd.oasis.opendocument.spreadsheet'):
    with zipfile.ZipFile(os.path.join(folder, name), 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('mimetype', kind)
        z.writestr('META-INF/manifest.xml', manifest)
        z.writestr('content.xml', HEAD + '<office:document-content %s>%s</office:document-content>' % (SPACES, ods_body(tables)))


def ods_body(tables):
    styles = ''.join('<style:style style:name="%s" style:family="table"><style:table-properties table:display="%s"/></style:style>' % s
                     for s in (('ta1', 'true'), ('ta2', 'false')))
    return '<office:automatic-styles>%s</office:automatic-styles><office:body><office:spreadsheet>%s' \
           '</office:spreadsheet></office:body>' % (styles, tables)


def table(name, rows, style='ta1'):
    return '<table:table table:name="%s" table:style-name="%s">%s</table:table>' % (name, style, rows)


GAP = '<table:table-cell table:number-columns-repeated="16000"/>'
ods_places = ods_row(GAP, 2) + ods_row(''.join(cell('string', c) for c in COLUMNS) + GAP) + ods_row(GAP) + ods_row(
    cell('string', 'lieu-5') + cell('float', '52130000012345', 'office:value="52130000012345"') +
    cell('string', 'Maison <text:span>&amp;</text:span><text:s/>port') + cell('string', 'Anse') +
    cell('float', '69480', 'office:value="69480"') +
    '<table:table-cell office:value-type="string"><text:p>1 rue du Port</text:p><text:p>(au fond)</text:p></table:table-cell>' +
    cell('float', '45,9361', 'office:value="45.9361"') + cell('float', '4,7191', 'office:value="4.7191"') +
    cell('float', '04 74 63 00 00', 'office:value="474630000"') +
    cell('date', '24/11/26', 'office:date-value="2026-11-24T00:00:00"') + cell('string', 'Vu le')) + ods_row(GAP, 1048000)
ods('lieux.ods', table('Vide', ods_row(GAP, 1048576)) + table('Lieux', ods_places) + table('Notes', ods_row(cell('string', 'x'))))
hidden = table('Listes', ods_row(cell('string', 'à ne pas lire')), 'ta2')
aside = hidden + table('Lieux', ods_places) + hidden
ods('listes.ods', aside)
open(os.path.join(folder, 'listes.fods'), 'w').write(
    HEAD + '<office:document %s office:mimetype="application/vnd.oasis.opendocument.spreadsheet">%s</office:document>' % (
        SPACES, ods_body(aside)))
ods('cachee.ods', table('Vide', ods_row(GAP)) + table('Lieux', ods_places, 'ta2') + table('Notes', ods_row(cell('string', 'x')), 'ta2'))
ods('phrase.ods', '', '<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>')
ods('texte.odt', '', kind='application/vnd.oasis.opendocument.text')
ods('repete.ods', table('Lieux', ods_row(''.join(cell('string', c) for c in COLUMNS)) +
                        ods_row(cell('string', 'x' * 2000), 1048000)))
open(os.path.join(folder, 'texte.fodt'), 'w').write(
    HEAD + '<office:document %s office:mimetype="application/vnd.oasis.opendocument.text"/>' % SPACES)
