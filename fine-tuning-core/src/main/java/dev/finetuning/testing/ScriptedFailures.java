package dev.finetuning.testing;

import dev.finetuning.training.Capabilities.Verb;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** Which calls of a scripted provider fail, and how. Not thread-safe. */
final class ScriptedFailures {
    private final Map<Verb, Deque<RuntimeException>> next = new EnumMap<>(Verb.class);
    private final Map<Verb, RuntimeException> always = new EnumMap<>(Verb.class);
    private final Deque<RuntimeException> starts = new ArrayDeque<>();
    private final Deque<RuntimeException> looks = new ArrayDeque<>();

    void nextStart(RuntimeException failure) {
        starts.add(failure);
    }

    void nextLook(RuntimeException failure) {
        looks.add(failure);
    }

    void next(Verb verb, RuntimeException failure) {
        next.computeIfAbsent(verb, unused -> new ArrayDeque<>()).add(failure);
    }

    /** Fails every call of an operation until {@link #mend}. */
    void always(Verb verb, RuntimeException failure) {
        always.put(verb, failure);
    }

    void mend() {
        always.clear();
    }

    void throwAtStart() {
        throwFirst(starts);
    }

    void throwAtLook() {
        throwFirst(looks);
    }

    void throwAt(Verb verb) {
        RuntimeException lasting = always.get(verb);
        if (lasting != null) {
            throw lasting;
        }
        throwFirst(next.getOrDefault(verb, new ArrayDeque<>()));
    }

    private static void throwFirst(Deque<RuntimeException> failures) {
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }
}
