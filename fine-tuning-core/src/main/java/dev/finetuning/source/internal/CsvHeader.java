package dev.finetuning.source.internal;

import dev.finetuning.source.UnreadableSourceException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header line: what the columns are called and where they stand. */
public final class CsvHeader {
    private static final String DECLARATION = "sep=";
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};

    private final String[] columns;
    private final Map<String, Integer> index;

    private CsvHeader(String[] columns, Map<String, Integer> index) {
        this.columns = columns;
        this.index = index;
    }

    public int size() {
        return columns.length;
    }

    public String column(int at) {
        return columns[at];
    }

    public List<String> columns() {
        return List.of(columns);
    }

    public Map<String, Object> fields(String[] cells) {
        return new RowFields(index, columns, cells);
    }

    public static CsvHeader of(String source, String[] cells) {
        Map<String, Integer> index = new HashMap<>();
        String[] columns = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            String name = cells[i].strip();
            columns[i] = name.isEmpty() ? "column " + (i + 1) : name;
            Integer other = index.put(columns[i], i);
            if (other != null) {
                throw new UnreadableSourceException(
                        "duplicate_column",
                        source,
                        1,
                        "Columns " + (other + 1) + " and " + (i + 1) + " are both named " + columns[i] + ".",
                        "Rename one of them.");
            }
        }
        // not Map.copyOf, whose look-ups take as long as there are names with the same hash
        return new CsvHeader(columns, Collections.unmodifiableMap(index));
    }

    /** The delimiter that a spreadsheet's first line {@code sep=;} declares; null where there is no such line. */
    public static @Nullable Character declaredDelimiter(String line) {
        String text = line.replaceAll("[\"\r\n]", "");
        return text.length() == DECLARATION.length() + 1 && text.regionMatches(true, 0, DECLARATION, 0, 4)
                ? text.charAt(DECLARATION.length())
                : null;
    }

    /** The delimiter that occurs most outside quotes; a comma where none does. */
    public static char delimiterOf(String line) {
        char best = ',';
        int most = 0;
        for (char candidate : DELIMITERS) {
            int count = count(line, candidate);
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    /** Whether blanks stand between a delimiter and a quote: {@code "a"; "b"}. */
    static boolean hasBlanksBeforeQuotes(String line, char delimiter) {
        for (int i = line.indexOf(delimiter); i >= 0; i = line.indexOf(delimiter, i + 1)) {
            int at = i + 1;
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            if (at > i + 1 && at < line.length() && line.charAt(at) == '"') {
                return true;
            }
        }
        return false;
    }

    private static int count(String line, char wanted) {
        int count = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            quoted ^= line.charAt(i) == '"';
            count += !quoted && line.charAt(i) == wanted ? 1 : 0;
        }
        return count;
    }
}
