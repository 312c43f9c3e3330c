package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What changed between two versions of a dataset. Examples are the same if their content is. A removed and
 * an added example count as one changed example if everything before the last answer is the same.
 *
 * @param added examples only in the later version, without the changed ones
 * @param removed examples only in the earlier version, without the changed ones
 * @param changed the later form of examples with another answer or other tools
 * @param unchanged how many stayed the same
 */
public record DatasetDiff(List<Example> added, List<Example> removed, List<Example> changed, int unchanged) {
    /** Which part of the version number to raise. */
    public enum Bump {
        /** Nothing changed. */
        NONE,
        /** At most one example in a hundred has another answer; none was added or removed. */
        PATCH,
        /** Examples were added, none removed, few changed. */
        MINOR,
        /** Examples were removed, or more than one in a hundred changed: results cannot be compared. */
        MAJOR
    }

    /** Copies the lists. */
    public DatasetDiff {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    /** Compares two versions. */
    public static DatasetDiff between(Dataset earlier, Dataset later) {
        Map<Fingerprint, Deque<Example>> left = new HashMap<>();
        earlier.forEach(example -> left.computeIfAbsent(Fingerprint.of(example), k -> new ArrayDeque<>())
                .add(example));
        List<Example> onlyLater = new ArrayList<>();
        int unchanged = 0;
        for (Example example : later) {
            Deque<Example> same = left.get(Fingerprint.of(example));
            if (same == null || same.poll() == null) {
                onlyLater.add(example);
            } else {
                unchanged++;
            }
        }
        List<Example> onlyEarlier = new ArrayList<>();
        left.values().forEach(onlyEarlier::addAll);
        return paired(onlyEarlier, onlyLater, unchanged);
    }

    private static DatasetDiff paired(List<Example> onlyEarlier, List<Example> onlyLater, int unchanged) {
        Map<List<Message>, Deque<Example>> questions = new HashMap<>();
        onlyEarlier.forEach(example -> questions
                .computeIfAbsent(question(example), k -> new ArrayDeque<>())
                .add(example));
        List<Example> added = new ArrayList<>();
        List<Example> changed = new ArrayList<>();
        for (Example example : onlyLater) {
            Deque<Example> before = question(example).isEmpty() ? null : questions.get(question(example));
            (before == null || before.poll() == null ? added : changed).add(example);
        }
        List<Example> removed = new ArrayList<>();
        questions.values().forEach(removed::addAll);
        return new DatasetDiff(added, removed, changed, unchanged);
    }

    /** Everything before the last answer. */
    static List<Message> question(Example example) {
        List<Message> messages = example.messages();
        int last = messages.size() - 1;
        return last > 0 && messages.get(last).role() == Role.ASSISTANT ? messages.subList(0, last) : messages;
    }

    /** The suggested part of the version number. */
    public Bump bump() {
        if (added.isEmpty() && removed.isEmpty() && changed.isEmpty()) {
            return Bump.NONE;
        }
        if (!removed.isEmpty() || changed.size() * 100L > unchanged + changed.size()) {
            return Bump.MAJOR;
        }
        return added.isEmpty() ? Bump.PATCH : Bump.MINOR;
    }

    /** Counts only, without content. */
    @Override
    public String toString() {
        return "DatasetDiff[" + added.size() + " added, " + removed.size() + " removed, " + changed.size()
                + " changed, " + unchanged + " unchanged]";
    }
}
