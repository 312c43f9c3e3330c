package dev.finetuning.eval.human;

import dev.finetuning.internal.content.SpreadsheetCell;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The sheet that raters fill in, as CSV with the columns {@code item, question, left, right, rater,
 * preference}. Cells that a spreadsheet would take for a formula are defused by an apostrophe.
 */
final class RatingSheet {
    private static final List<String> COLUMNS = List.of("item", "question", "left", "right", "rater", "preference");
    private static final CSVFormat READ = CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreEmptyLines(true)
            .get();

    private RatingSheet() {}

    static void write(List<BlindPair> pairs, String rater, Appendable to) {
        try {
            CSVFormat.RFC4180.printRecord(to, COLUMNS.toArray());
            for (BlindPair pair : pairs) {
                CSVFormat.RFC4180.printRecord(
                        to,
                        pair.item(),
                        SpreadsheetCell.defused(pair.question()),
                        SpreadsheetCell.defused(pair.left()),
                        SpreadsheetCell.defused(pair.right()),
                        SpreadsheetCell.defused(rater),
                        "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the rating sheet could not be written", e);
        }
    }

    /** The filled-in rows; rows without a preference are skipped. */
    static List<Rating> read(Reader from) {
        List<Rating> ratings = new ArrayList<>();
        try {
            for (CSVRecord row : READ.parse(from)) {
                String preference = cell(row, "preference");
                if (!preference.isBlank()) {
                    ratings.add(rating(row, preference));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the rating sheet could not be read", e);
        }
        return ratings;
    }

    private static Rating rating(CSVRecord row, String preference) {
        String rater = SpreadsheetCell.undefused(cell(row, "rater")).strip();
        Optional<Preference> known = Preference.of(preference);
        if (known.isEmpty() || rater.isEmpty()) {
            throw new IllegalArgumentException("row " + row.getRecordNumber() + " of the rating sheet: "
                    + (rater.isEmpty() ? "rater is empty" : "preference is none of left, right, tie"));
        }
        return new Rating(cell(row, "item").strip(), rater, known.get());
    }

    private static String cell(CSVRecord row, String column) {
        if (!row.isMapped(column)) {
            throw new IllegalArgumentException("the rating sheet lacks the column " + column + "; it needs " + COLUMNS);
        }
        return row.isSet(column) ? row.get(column) : "";
    }
}
