package dev.finetuning.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a child JVM with little memory does: it reads a file to its end and prints what it saw. */
final class SmallHeapReader {
    private SmallHeapReader() {}

    /** Takes {@code lines}, {@code array}, {@code objects} or {@code table}, and the file. */
    public static void main(String[] args) {
        Path file = Path.of(args[1]);
        RecordSource source = switch (args[0]) {
            case "array" -> JsonArray.of(file);
            case "objects" -> JsonObjects.of(file);
            case "table" -> Csv.of(file);
            default -> JsonLines.of(file);
        };
        long[] records = new long[2];
        List<String> codes = new ArrayList<>();
        try {
            source.forEach(record -> records[0]++, rejected -> {
                records[1]++;
                if (codes.size() < 3) {
                    codes.add(rejected.code() + "@" + rejected.origin().line());
                }
            });
            System.out.println("read=" + records[0] + " rejected=" + records[1] + " " + codes);
        } catch (UnreadableSourceException e) {
            System.out.println("unreadable " + e.getMessage());
        }
    }
}
