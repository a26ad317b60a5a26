// node hours.js FILE: values a second with opening_hours.js, as `bench_hours measure FILE`.
// OPENING_HOURS_JS: folder of the module (npm install opening_hours).
process.env.TZ = 'Europe/Paris';
console.warn = console.error = () => {};
const OpeningHours = require(process.env.OPENING_HOURS_JS || 'opening_hours');
const france = { lat: 45.9, lon: 4.43, address: { country_code: 'fr', state: 'Auvergne-Rhône-Alpes' } };
const values = require('fs').readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean);
const now = new Date(2026, 10, 24, 10, 15);

function once(value) {
	const hours = new OpeningHours(value, france, { locale: 'fr' });
	hours.getState(now);
	hours.getNextChange(now);
}

values.slice(0, 300).forEach(once); // compiled by then
const begin = process.cpuUsage().user;
values.forEach(once);
process.stdout.write(`${(values.length / ((process.cpuUsage().user - begin) / 1e6)).toFixed(0)}\n`);
