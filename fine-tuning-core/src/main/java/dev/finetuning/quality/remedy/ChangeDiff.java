package dev.finetuning.quality.remedy;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A change as lines that go ({@code -}) and lines that come ({@code +}), with what stands around them. */
final class ChangeDiff {
    private static final int CONTEXT = 2;

    private ChangeDiff() {}

    static String of(Change change) {
        StringBuilder text = new StringBuilder("--- ").append(change.origin()).append("\n+++ ");
        text.append(change.dropped() ? "dropped: " : "changed: ")
                .append(change.reasons().stream()
                        .map(reason -> reason.code() + " (" + reason.message() + ")")
                        .distinct()
                        .collect(Collectors.joining(", ")))
                .append('\n');
        List<String> after = change.after().map(ExampleLines::of).orElse(List.of());
        lines(ExampleLines.of(change.before()), after, text);
        return text.toString();
    }

    /** What both begin and end with is context; the rest goes and comes. Takes linear time. */
    private static void lines(List<String> before, List<String> after, StringBuilder text) {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && Objects.equals(before.get(head), after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        int end = before.size() - tail;
        append(' ', before.subList(Math.max(0, head - CONTEXT), head), text);
        append('-', before.subList(head, end), text);
        append('+', after.subList(head, after.size() - tail), text);
        append(' ', before.subList(end, Math.min(before.size(), end + CONTEXT)), text);
    }

    private static void append(char sign, List<String> lines, StringBuilder text) {
        lines.forEach(line -> text.append(sign).append(line).append('\n'));
    }
}
