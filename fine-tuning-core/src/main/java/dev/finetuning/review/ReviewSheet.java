package dev.finetuning.review;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.internal.content.SpreadsheetCell;
import dev.finetuning.review.ReviewDecision.Verdict;
import dev.finetuning.run.internal.stored.StoredExample;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A reviewer's items as CSV for a spreadsheet, and back. The columns are id, conversation, answer, verdict, correction
 * and why; the reviewer fills in the last three. A verdict is {@code accept} or {@code reject}; a correction needs
 * none. Cells that a spreadsheet would compute get an apostrophe before them.
 */
public final class ReviewSheet {
    private static final String[] COLUMNS = {"id", "conversation", "answer", "verdict", "correction", "why"};

    private ReviewSheet() {}

    /**
     * Writes the open items that a reviewer has not decided.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(ReviewQueue queue, String reviewer, Appendable to) throws IOException {
        CSVFormat.RFC4180.printRecord(to, (Object[]) COLUMNS);
        for (ReviewItem item : queue.next(reviewer, Integer.MAX_VALUE)) {
            CSVFormat.RFC4180.printRecord(
                    to,
                    item.id(),
                    SpreadsheetCell.defused(question(item.example())),
                    SpreadsheetCell.defused(answer(item.example())),
                    "",
                    "",
                    "");
        }
    }

    /**
     * What was read from a sheet.
     *
     * @param decided how many items were decided
     * @param problems what was wrong, by line; those lines decided nothing
     */
    public record Import(int decided, List<String> problems) {
        /** Copies the list. */
        public Import {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Decides about the items of a sheet as the reviewer filled it in; lines without verdict and correction are
     * skipped. May be repeated.
     *
     * @throws IOException if it cannot be read
     */
    public static Import read(ReviewQueue queue, String reviewer, Reader from) throws IOException {
        int decided = 0;
        List<String> problems = new ArrayList<>();
        try (CSVParser lines = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(from)) {
            for (CSVRecord line : lines) {
                try {
                    decided += decide(queue, reviewer, line) ? 1 : 0;
                } catch (IllegalArgumentException e) {
                    problems.add("line " + (line.getRecordNumber() + 1) + ": " + e.getMessage());
                }
            }
        }
        return new Import(decided, problems);
    }

    private static boolean decide(ReviewQueue queue, String reviewer, CSVRecord line) {
        String id = line.get("id").strip();
        String correction = SpreadsheetCell.undefused(line.get("correction"));
        String verdict = line.get("verdict").strip().toUpperCase(Locale.ROOT);
        String why = line.get("why").strip();
        if (!correction.isBlank()) {
            queue.correct(id, reviewer, correction, why);
            return true;
        }
        if (verdict.isEmpty()) {
            return false;
        }
        if (!verdict.equals(Verdict.ACCEPT.name()) && !verdict.equals(Verdict.REJECT.name())) {
            throw new IllegalArgumentException("a verdict is accept or reject");
        }
        queue.decide(id, reviewer, Verdict.valueOf(verdict), why);
        return true;
    }

    private static String question(Example example) {
        List<Message> messages = example.messages();
        if (example instanceof ChatExample && !messages.isEmpty()) {
            messages = messages.subList(0, messages.size() - 1);
        }
        return messages.size() == 1
                ? messages.get(0).text()
                : messages.stream()
                        .map(message -> message.role().wireName() + ": " + message.text())
                        .collect(Collectors.joining("\n"));
    }

    /** The last message of a conversation; all of an example that is none. */
    private static String answer(Example example) {
        List<Message> messages = example.messages();
        return example instanceof ChatExample && !messages.isEmpty()
                ? messages.get(messages.size() - 1).text()
                : StoredExample.line(example);
    }
}
