package dev.finetuning.registry;

import dev.finetuning.registry.Operation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Judges whether what clients saw of one model's alias can have happened one after the other, each
 * operation between its question and its answer. The registry's own history names the order of the
 * changes; the checker asks whether that order, and a place in it for every look, fit what was seen.
 *
 * <p>Looks are placed in the order of their answers, each as early as it can be: an earlier place never
 * rules out anything that a later one allows, so the search is exact.
 */
final class LinearizabilityChecker {
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<String> states = new ArrayList<>();

    /** One change of the history: its unique id, and where the alias pointed before and after. */
    record Change(String id, String from, String to) {}

    private LinearizabilityChecker(List<Change> history) {
        states.add("-");
        for (Change change : history) {
            String before = states.get(states.size() - 1);
            if (!change.from().equals(before)) {
                violations.add(
                        "change " + change.id() + " was decided on " + change.from() + ", but it followed " + before);
            }
            if (positions.put(change.id(), states.size()) != null) {
                violations.add("change " + change.id() + " is in the history twice");
            }
            states.add(change.to());
        }
    }

    /** All that cannot have been; empty where the history is linearizable. */
    static List<String> violations(List<Change> history, List<Operation> seen) {
        LinearizabilityChecker checker = new LinearizabilityChecker(history);
        List<Operation> changes =
                seen.stream().filter(op -> op.kind() == Kind.CHANGE).toList();
        checker.acknowledged(changes);
        if (checker.violations.isEmpty()) {
            checker.inTime(changes);
            checker.place(
                    changes, seen.stream().filter(op -> op.kind() == Kind.LOOK).toList());
        }
        return checker.violations;
    }

    private void acknowledged(List<Operation> changes) {
        for (Operation change : changes) {
            if (!positions.containsKey(change.value())) {
                violations.add("change " + change.value() + " was acknowledged and is lost");
            }
        }
    }

    /** A change that was answered before another was asked for comes first. */
    private void inTime(List<Operation> changes) {
        NavigableMap<Long, Integer> latestByAnswer = latestBefore(changes);
        for (Operation change : changes) {
            int before = floor(latestByAnswer, change.invoked(), 0);
            if (before > positions.get(change.value())) {
                violations.add(
                        "change " + change.value() + " lies before one that was answered before it was asked for");
            }
        }
    }

    /** For each answer's time, the latest position among the changes answered by then. */
    private NavigableMap<Long, Integer> latestBefore(List<Operation> changes) {
        NavigableMap<Long, Integer> latest = new TreeMap<>();
        int max = 0;
        for (Operation change : changes.stream()
                .sorted(Comparator.comparingLong(Operation::returned))
                .toList()) {
            max = Math.max(max, positions.get(change.value()));
            latest.put(change.returned(), max);
        }
        return latest;
    }

    private void place(List<Operation> changes, List<Operation> looks) {
        NavigableMap<Long, Integer> changedBy = latestBefore(changes);
        NavigableMap<Long, Integer> notBefore = earliestAfter(changes);
        NavigableMap<Long, Integer> seenBy = new TreeMap<>();
        for (Operation look : looks.stream()
                .sorted(Comparator.comparingLong(Operation::returned))
                .toList()) {
            int low = Math.max(floor(changedBy, look.invoked(), 0), floor(seenBy, look.invoked(), 0));
            Map.Entry<Long, Integer> asked = notBefore.ceilingEntry(look.returned());
            int high = asked == null ? states.size() - 1 : asked.getValue() - 1;
            int place = low;
            while (place <= high && !states.get(place).equals(look.value())) {
                place++;
            }
            if (place > high) {
                violations.add("a look saw " + look.value() + ", which the alias did not point to at any time between "
                        + "question and answer: it was "
                        + states.subList(low, Math.max(low, Math.min(high, low + 5) + 1)));
                return;
            }
            seenBy.put(look.returned(), Math.max(place, floor(seenBy, look.returned(), 0)));
        }
    }

    /** For each question's time, the earliest position among the changes asked for from then on. */
    private NavigableMap<Long, Integer> earliestAfter(List<Operation> changes) {
        NavigableMap<Long, Integer> earliest = new TreeMap<>();
        int min = Integer.MAX_VALUE;
        for (Operation change : changes.stream()
                .sorted(Comparator.comparingLong(Operation::invoked).reversed())
                .toList()) {
            min = Math.min(min, positions.get(change.value()));
            earliest.put(change.invoked(), min);
        }
        return earliest;
    }

    private static int floor(NavigableMap<Long, Integer> map, long before, int otherwise) {
        Map.Entry<Long, Integer> entry = map.lowerEntry(before);
        return entry == null ? otherwise : entry.getValue();
    }
}
