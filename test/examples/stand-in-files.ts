import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gradient, png } from './png.js';
import { SeededRandom } from './seeded-random.js';

const SEED = 20_260_101;

/** Writes the data that stand in for what example files take from the internet: generated, and the same in each run. */
export function writeStandInFiles(folder: string): void {
  const random = new SeededRandom(SEED);
  const write = (name: string, content: string | Uint8Array) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  const titanicCsv = titanic(random);
  write('tables/iris.csv', iris(random));
  write('tables/titanic.csv', titanicCsv);
  write('tables/diabetes.csv', diabetes(random));
  write('taxi/yellow.csv', taxi(random));
  write('table-of-titanic/titanic.csv', titanicCsv);
  write('table-of-titanic/MLTable', mltable('titanic.csv'));
  write('greeting/hello-world.txt', 'Hello from a local workspace.\n'.repeat(50));
  write('texts.jsonl', texts(random));
  for (const part of ['train', 'valid', 'test']) write(`corpus/${part}.txt`, corpus(random));
  for (let n = 0; n < 10; n++)
    write(`pictures/picture-${n}.png`, png(32, gradient(32, random.next() * 255)));
}

function csv(columns: string[], rows: (string | number)[][]): string {
  return [columns, ...rows].map(row => row.join(',')).join('\n') + '\n';
}

function iris(random: SeededRandom): string {
  const species = [
    { name: 'Iris-setosa', centre: [5, 3.4, 1.5, 0.2] },
    { name: 'Iris-versicolor', centre: [5.9, 2.8, 4.3, 1.3] },
    { name: 'Iris-virginica', centre: [6.6, 3, 5.6, 2] }
  ];
  const rows = species.flatMap(({ name, centre }) =>
    random.rows(50, () => [...centre.map(value => random.about(value, 0.15)), name])
  );
  return csv(['sepal_length', 'sepal_width', 'petal_length', 'petal_width', 'species'], rows);
}

function diabetes(random: SeededRandom): string {
  const columns = ['age', 'sex', 'bmi', 'bp', 's1', 's2', 's3', 's4', 's5', 's6', 'target'];
  return csv(
    columns,
    random.rows(300, () => {
      const values = columns.slice(1).map(() => random.rounded(-0.1, 0.1));
      return [...values, Math.round(150 + 600 * values[2]! + 20 * random.next())];
    })
  );
}

function titanic(random: SeededRandom): string {
  const columns = ['PassengerId', 'Survived', 'Pclass', 'Name', 'Sex', 'Age', 'SibSp', 'Parch'];
  return csv(
    [...columns, 'Ticket', 'Fare', 'Cabin', 'Embarked'],
    random.rows(200, n => [
      ...[n + 1, random.below(2), 1 + random.below(3), `Passenger ${n + 1}`],
      ...[random.of('male', 'female'), 1 + random.below(80), random.below(3), random.below(3)],
      ...[`T-${1000 + n}`, random.rounded(5, 90), '', random.of('S', 'C', 'Q')]
    ])
  );
}

function taxi(random: SeededRandom): string {
  const columns = [
    ...['VendorID', 'tpep_pickup_datetime', 'tpep_dropoff_datetime', 'passenger_count'],
    ...['trip_distance', 'pickup_longitude', 'pickup_latitude', 'RatecodeID'],
    ...['store_and_fwd_flag', 'dropoff_longitude', 'dropoff_latitude', 'payment_type'],
    ...['fare_amount', 'extra', 'mta_tax', 'tip_amount', 'tolls_amount'],
    ...['improvement_surcharge', 'total_amount']
  ];
  const time = (minute: number) =>
    new Date(Date.UTC(2015, 0, 1) + minute * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const rows = random.rows(500, n => {
    const distance = random.rounded(0.5, 12);
    const fare = Math.round(250 + 250 * distance) / 100;
    return [
      ...[1 + random.below(2), time(n), time(n + 3 + random.below(40)), 1 + random.below(5)],
      ...[distance, random.rounded(-74.02, -73.8), random.rounded(40.6, 40.85), 1, 'N'],
      ...[random.rounded(-74.02, -73.8), random.rounded(40.6, 40.85), 1 + random.below(2)],
      ...[fare, 0.5, 0.5, 1, 0, 0.3, fare + 2.3]
    ];
  });
  return csv(columns, rows);
}

function mltable(file: string): string {
  return [
    'type: mltable',
    'paths:',
    `  - file: ./${file}`,
    'transformations:',
    '  - read_delimited:',
    '      delimiter: ","',
    '      encoding: utf8',
    '      header: all_files_same_headers',
    ''
  ].join('\n');
}

function texts(random: SeededRandom): string {
  return random
    .rows(20, n => [n, random.of('good', 'bad')])
    .map(([n, label]) => JSON.stringify({ text: `Sentence ${n} of a ${label} day.`, label }))
    .join('\n');
}

function corpus(random: SeededRandom): string {
  const words = ['the', 'cat', 'sees', 'a', 'dog', 'and', 'runs', 'home', 'today', '.'];
  const sentence = () => Array.from({ length: 12 }, () => random.of(...words)).join(' ');
  return Array.from({ length: 400 }, () => ` ${sentence()} \n`).join('');
}
