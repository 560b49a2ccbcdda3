package dev.muster.examples.batch;

/** A row of the table of people. */
record Person(int id, String name) {

    static Person parse(String line) throws BadRowException {
        String[] fields = line.split(";", -1);
        if (fields.length != 2) {
            throw new BadRowException("\"" + line + "\" has " + fields.length + " fields, not 2");
        }
        if (fields[1].isBlank()) {
            throw new BadRowException("\"" + line + "\" has no name");
        }
        try {
            return new Person(Integer.parseInt(fields[0]), fields[1]);
        } catch (NumberFormatException e) {
            throw new BadRowException("\"" + fields[0] + "\" is no number");
        }
    }
}
