package dev.finetuning.run;

import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Explores every order in which owners can take their steps. Each call of the journal, each look at the clock and
 * each creation of a job is a step; between any two of them the owner may be held up for ever, the others may go
 * on, and the time may jump past a lease.
 *
 * <p>The owners run the real code. To resume one in the middle, its current action is run again from its beginning,
 * and the answers that it was given before are given to it again; so a state is a value, which is visited once
 * however it was reached.
 */
final class Interleavings {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final Duration jump;
    private final int jumps;
    private final List<List<Consumer<Effects>>> programs = new ArrayList<>();
    private final Consumer<State> check;
    private final Journals journals;
    private long steps;

    /** What happens to an append before it reaches the world. */
    @FunctionalInterface
    interface Journals {
        /** The expected size to go by, and the entries to write. */
        Request rewrite(String stream, Request request);
    }

    /** An append as it was asked for. */
    record Request(long expectedSize, List<JournalEntry> entries) {}

    /** A journal that does as it is told. */
    static final Journals HONEST = (stream, request) -> request;

    /**
     * Explores nothing yet.
     *
     * @param jump how far the time may jump
     * @param jumps how often
     * @param check what must hold in every state; {@link State#over} says whether all owners are done
     */
    Interleavings(Duration jump, int jumps, Journals journals, Consumer<State> check) {
        this.jump = jump;
        this.jumps = jumps;
        this.journals = journals;
        this.check = check;
    }

    /** Adds an owner and what it does, one action after the other; none keeps anything in memory for the next. */
    Interleavings owner(List<Consumer<Effects>> actions) {
        programs.add(actions);
        return this;
    }

    /** All that there is at a moment: what is stored, the jobs, the time, and where each owner stands. */
    record State(
            Map<String, List<JournalEntry>> streams, List<String> jobs, int jumped, List<Place> places, boolean over) {
        List<JournalEntry> stream(String name) {
            return streams.getOrDefault(name, List.of());
        }
    }

    /** Where an owner stands: its action, and what the world has answered to it in the course of it. */
    private record Place(int action, List<Object> answers) {}

    /** Thrown where an owner is held up. */
    private static final class HeldUp extends Error {
        private static final long serialVersionUID = 1L;

        HeldUp() {
            super("held up", null, false, false);
        }
    }

    /**
     * Visits every state that can be reached.
     *
     * @return how many there are
     */
    int explore(Map<String, List<JournalEntry>> streams) {
        State first = new State(
                streams,
                List.of(),
                0,
                programs.stream().map(p -> new Place(0, List.of())).toList(),
                false);
        Set<State> seen = new HashSet<>(Set.of(first));
        Deque<State> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            State state = open.pop();
            check.accept(state);
            List<State> successors = successors(state);
            // the first owner goes on for as long as it can, then one step less, and so on: faults are found early
            for (int i = successors.size() - 1; i >= 0; i--) {
                steps++;
                if (seen.add(successors.get(i))) {
                    open.push(successors.get(i));
                }
            }
        }
        return seen.size();
    }

    /** How many steps were taken from one state to another. */
    long steps() {
        return steps;
    }

    private List<State> successors(State state) {
        List<State> next = new ArrayList<>();
        IntStream.range(0, programs.size())
                .filter(owner ->
                        state.places().get(owner).action() < programs.get(owner).size())
                .forEach(owner -> next.add(step(state, owner)));
        if (state.jumped() < jumps && !next.isEmpty()) {
            next.add(new State(state.streams(), state.jobs(), state.jumped() + 1, state.places(), false));
        }
        return next;
    }

    private State step(State state, int owner) {
        Place place = state.places().get(owner);
        Effects effects = new Effects(state, owner, place.answers());
        Place after;
        try {
            programs.get(owner).get(place.action()).accept(effects);
            after = new Place(place.action() + 1, List.of());
        } catch (HeldUp e) {
            after = new Place(place.action(), List.copyOf(effects.answers));
        }
        List<Place> places = new ArrayList<>(state.places());
        places.set(owner, after);
        boolean over = IntStream.range(0, places.size())
                .allMatch(i -> places.get(i).action() == programs.get(i).size());
        return new State(effects.streams, effects.jobs, state.jumped(), List.copyOf(places), over);
    }

    /** The world as one owner meets it in the course of one action. */
    final class Effects implements Journal, InstantSource {
        private final int owner;
        private final int jumped;
        private final Deque<Object> known;
        private final List<Object> answers;
        private Map<String, List<JournalEntry>> streams;
        private List<String> jobs;
        private boolean stepped;

        private Effects(State state, int owner, List<Object> known) {
            this.owner = owner;
            this.known = new ArrayDeque<>(known);
            this.answers = new ArrayList<>(known);
            streams = state.streams();
            jobs = state.jobs();
            jumped = state.jumped();
        }

        /** A question to the world. */
        @FunctionalInterface
        private interface Question {
            Object ask();
        }

        private Object answer(Question question) {
            Object known = this.known.poll();
            if (known == null) {
                if (stepped) {
                    throw new HeldUp();
                }
                stepped = true;
                known = question.ask();
                answers.add(known);
            }
            return known;
        }

        @Override
        public long append(String stream, long expectedSize, List<JournalEntry> entries) {
            long size = (long) answer(() -> write(stream, expectedSize, entries));
            if (size < 0) {
                throw new JournalConflictException(stream, expectedSize, -size - 1);
            }
            return size;
        }

        private Object write(String stream, long expectedSize, List<JournalEntry> entries) {
            List<JournalEntry> there = streams.getOrDefault(stream, List.of());
            Request request = journals.rewrite(stream, new Request(expectedSize, entries));
            if (request.expectedSize() != ANY_SIZE && request.expectedSize() != there.size()) {
                return -1L - there.size();
            }
            List<JournalEntry> longer = new ArrayList<>(there);
            for (JournalEntry entry : request.entries()) {
                // the same owner takes another random name each time its action is run again
                String body = UUID.matcher(entry.body()).replaceAll("owner-" + owner);
                longer.add(new JournalEntry(entry.type(), entry.at(), body));
            }
            Map<String, List<JournalEntry>> changed = new HashMap<>(streams);
            changed.put(stream, List.copyOf(longer));
            streams = Map.copyOf(changed);
            return (long) longer.size();
        }

        @Override
        @SuppressWarnings("unchecked") // what was answered to the same question before
        public List<JournalEntry> read(String stream, long fromSequence, int limit) {
            return (List<JournalEntry>) answer(() -> {
                List<JournalEntry> there = streams.getOrDefault(stream, List.of());
                return List.copyOf(there.subList((int) Math.min(fromSequence, there.size()), there.size()));
            });
        }

        @Override
        public Instant instant() {
            Instant now = Instant.EPOCH.plus(jump.multipliedBy(jumped));
            if (jumped == jumps && known.isEmpty()) {
                // once the time stands still, looking at it is no step: nobody can change what is seen
                answers.add(now);
                return now;
            }
            return (Instant) answer(() -> now);
        }

        /** What the provider has. */
        @SuppressWarnings("unchecked") // what was answered to the same question before
        List<String> jobs() {
            return (List<String>) answer(() -> jobs);
        }

        /**
         * Adds to what the provider has, in one step with the look before it: a sender that is held up there for longer
         * than the quiet window is beyond any journal.
         */
        void put(String job) {
            if (known.isEmpty()) {
                List<String> more = new ArrayList<>(jobs);
                more.add(job);
                jobs = List.copyOf(more);
                answers.add(job);
            } else {
                known.remove();
            }
        }
    }

    /** The streams of a journal as a state holds them. */
    static Map<String, List<JournalEntry>> streams(Journal journal, String... names) {
        Map<String, List<JournalEntry>> streams = new HashMap<>();
        Arrays.stream(names).forEach(name -> streams.put(name, journal.read(name, 0, Integer.MAX_VALUE)));
        return Map.copyOf(streams);
    }

    /** A state's streams as a journal that is only read. */
    static Journal reading(State state) {
        return new Journal() {
            @Override
            public long append(String stream, long expectedSize, @Nullable List<JournalEntry> entries) {
                throw new UnsupportedOperationException("only read");
            }

            @Override
            public List<JournalEntry> read(String stream, long fromSequence, int limit) {
                List<JournalEntry> there = state.stream(stream);
                return there.subList((int) Math.min(fromSequence, there.size()), there.size());
            }
        };
    }
}
