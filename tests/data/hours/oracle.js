// Answers of opening_hours.js in the shape of `aiguillage horaires --lot`:
//
//	npm install opening_hours		(anywhere; never part of this tree)
//	OPENING_HOURS_JS=…/node_modules/opening_hours node oracle.js <oracle.in.tsv
//
// Names of holidays are not comments, comments alone as the last rules are notes; see README.
process.env.TZ = 'Europe/Paris';
console.warn = console.error = () => {};
const OpeningHours = require(process.env.OPENING_HOURS_JS || 'opening_hours');
const place = {
	lat: 45.9, lon: 4.43,
	address: { country_code: 'fr', country: 'France', state: 'Auvergne-Rhône-Alpes', county: 'Rhône' },
};
const AHEAD = 400; // days in which the next opening is looked for
const SCHOOL_END = new Date(2027, 6, 1); // it knows of no school holidays after that, and stops
const HOLIDAY = new RegExp('^((Day (after|before) )?(Nouvel An|Lundi de Pâques|Fête du travail|' +
	'Fête de la Victoire 1945|Ascension|Lundi de Pentecôte|Fête Nationale de la France|Assomption|' +
	"Toussaint|Armistice 1918|Noël)|Vacances d.*|Pont de l'Ascension|Fin des cours)$");

const two = n => String(n).padStart(2, '0');
const iso = d => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}` +
	`T${two(d.getHours())}:${two(d.getMinutes())}`;
const plain = comment => (comment || '').split(', ').filter(c => !HOLIDAY.test(c)).join(', ');

function withoutNotes(value) {
	for (;;) {
		const m = value.match(/^(.*\S)\s*(?:;|\|\||,)\s*"[^"]*"[\s;]*$/);
		if (!m || m[1].split('"').length % 2 === 0)
			return value;
		value = m[1];
	}
}

function nextOpening(hours, from, limit) {
	let at = from;
	for (let i = 0; i < 300 && at && at <= limit; i++) {
		if (hours.getState(at) || hours.getUnknown(at))
			return at;
		at = hours.getNextChange(at, limit);
	}
	return null;
}

function merged(intervals) {
	const all = [];
	for (const [from, to, unknown, comment] of intervals) {
		const last = all[all.length - 1], c = plain(comment);
		if (last && +last[1] === +from && last[2] === unknown && last[3] === c)
			last[1] = to;
		else
			all.push([from, to, unknown, c]);
	}
	return all;
}

function answer(id, from, days, value) {
	const [y, m, d, h, min] = from.match(/\d+/g).map(Number);
	const later = n => new Date(y, m - 1, d + n, h, min);
	let hours;
	try {
		new OpeningHours(value, place, { locale: 'en' });
		hours = new OpeningHours(withoutNotes(value), place, { locale: 'en' });
	} catch {
		return `${id}\tE`;
	}
	let limit = later(AHEAD);
	if (/SH|scolaire/i.test(value) && limit > SCHOOL_END)
		limit = SCHOOL_END;
	const next = nextOpening(hours, later(0), limit);
	const spans = merged(hours.getOpenIntervals(later(0), later(Number(days))));
	return [id, 'V', next ? iso(next) : '-'].concat(spans.map(([a, b, unknown, c]) =>
		`${iso(a)},${iso(b)},${unknown ? 'unknown' : 'open'},${c}`)).join('\t');
}

for (const line of require('fs').readFileSync(0, 'utf8').split('\n')) {
	const [id, from, days, ...value] = line.split('\t');
	if (value.length)
		console.log(answer(id, from, days, value.join('\t')));
}
