import fc from 'fast-check';
import { reads } from './check';
import { matrix, PRINTERS } from './printers';

/** Few runs each, so that the whole suite stays quick; `npm run fuzz` goes on from here. */
const RUNS = 60;
const NAME = fc
  .stringMatching(/^[a-z][a-z_]{2,8}$/)
  .filter(
    (name) =>
      !/^(?:return|yield|print|shape|size|axis|axes|mask|dims|stride|strides|betas|padding|xlim|ylim|version|nan|inf|true|false|null|none|infinity|missing)$/.test(
        name,
      ),
  );

describe('printed, then read back', () => {
  PRINTERS.forEach(({ notation, language, print, expected, finite }, index) => {
    it(`${notation}, as printer ${index + 1} writes it`, () => {
      fc.assert(
        fc.property(matrix(finite), NAME, (printed, name) => {
          reads(
            print(printed, name),
            { notation, ...expected(printed, name) },
            { ...(language !== undefined && { language }) },
          );
        }),
        { numRuns: RUNS },
      );
    });
  });

  it('in the midst of prose, every array once and in order', () => {
    const some = fc.array(fc.tuple(fc.constantFrom(...PRINTERS.slice(0, 3)), matrix(), NAME), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(some, (arrays) => {
        const text = arrays
          .map(
            ([{ print }, printed, name], index) =>
              `The ${index + 1}. matrix, over [2, 5):\n\n${print(printed, name)}\n\n`,
          )
          .join('');
        reads(
          text,
          arrays.map(([{ notation, expected }, printed, name]) => ({ notation, ...expected(printed, name) })),
        );
      }),
      { numRuns: RUNS },
    );
  });
});
