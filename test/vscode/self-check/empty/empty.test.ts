// Wanted so: it shows that a run without a test is a failure.
describe('a suite without a test', () => {});
