package dev.finetuning.synthesis;

import dev.finetuning.Progress;
import dev.finetuning.chat.Usage;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run of a synthesis. Questions are answered a chunk at a time, many at once; their answers are
 * judged in the questions' order, so that the same answers always make the same dataset, whatever was
 * interrupted in between.
 */
final class SynthesisRun {
    /** Few enough that little is asked in vain once the share is reached. */
    private static final int CHUNK = 64;

    private final Synthesis synthesis;
    private final AnswerBook book;
    private final Acceptance acceptance;
    private final Plan plan;
    private final Spending spending;
    private final Asker asker;
    private final Instant start;
    private final List<Candidate> kept = new ArrayList<>();
    private final List<RejectedCandidate> rejected = new ArrayList<>();
    private int next;
    private int made;
    private int unanswered;
    private long done;
    private long expected;

    SynthesisRun(Synthesis synthesis) {
        this.synthesis = synthesis;
        this.book = new AnswerBook(synthesis.journal, synthesis.model, synthesis.time);
        this.acceptance =
                new Acceptance(synthesis.recipe, synthesis.base.examples(), synthesis.guarded, synthesis.checks());
        this.plan = Plan.of(synthesis, acceptance);
        this.rejected.addAll(plan.unsuitable());
        this.spending = new Spending(synthesis.model, purpose(), synthesis.prices, synthesis.budget);
        this.asker = new Asker(synthesis.model, synthesis.recipe, book, spending, synthesis.sleeper);
        this.start = synthesis.time.instant();
    }

    private String purpose() {
        return "making " + synthesis.recipe.makes() + " with " + synthesis.model.id();
    }

    SynthesisEstimate estimate() {
        List<Question> missing = missing(plan.expected());
        Usage usage = Spending.estimate(missing);
        return new SynthesisEstimate(
                plan.most(),
                missing.size(),
                usage.inputTokens(),
                usage.outputTokens(),
                spending.cost(usage).orElse(null));
    }

    private List<Question> missing(List<Question> questions) {
        return questions.stream()
                .filter(question -> book.find(question.key()).isEmpty())
                .toList();
    }

    SynthesisResult run() {
        List<Question> missing = missing(plan.expected());
        expected = missing.size();
        ExecutorService lanes = Executors.newFixedThreadPool(synthesis.concurrency, SynthesisRun::daemon);
        try (spending) {
            spending.reserve(Spending.estimate(missing));
            while (isUnfinished(0)) {
                accept(gather(lanes));
            }
        } finally {
            asker.keepQuiet();
            // not shutdownNow: an answer that is on its way is paid for, and shall still be kept
            lanes.shutdown();
        }
        return result();
    }

    private boolean isUnfinished(int candidates) {
        return next < plan.questions().size() && kept.size() + candidates < plan.room();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "synthesis-calls");
        thread.setDaemon(true);
        return thread;
    }

    /** Enough candidates to fill the room, if they are all accepted, or all there are. */
    private List<Candidate> gather(ExecutorService lanes) {
        List<Candidate> candidates = new ArrayList<>();
        while (isUnfinished(candidates.size())) {
            List<Question> chunk = chunk(plan.room() - kept.size() - candidates.size());
            List<Question> missing = missing(chunk);
            if (!asker.isQuiet()) {
                spending.reserve(Spending.estimate(missing));
            }
            Set<String> fresh = missing.stream().map(Question::key).collect(Collectors.toSet());
            List<Answered> answers = answer(chunk, fresh, lanes);
            answers.forEach(answered -> judge(answered, candidates));
            if (!fresh.isEmpty() && answers.stream().noneMatch(answered -> isAnswer(answered, fresh))) {
                // nobody is there: what is in the book is still good, but nothing more is asked
                asker.keepQuiet();
            }
        }
        return candidates;
    }

    private static boolean isAnswer(Answered answered, Set<String> fresh) {
        return fresh.contains(answered.question().key()) && !answered.isOpen();
    }

    private List<Question> chunk(long room) {
        List<Question> chunk = new ArrayList<>();
        long wanted = 0;
        while (next < plan.questions().size() && chunk.size() < CHUNK && wanted < room) {
            Question question = plan.questions().get(next++);
            wanted += question.wanted();
            chunk.add(question);
        }
        return chunk;
    }

    private List<Answered> answer(List<Question> chunk, Set<String> fresh, ExecutorService lanes) {
        List<Future<Answered>> calls = chunk.stream()
                .map(question -> lanes.submit(() -> asker.answer(question)))
                .toList();
        List<Answered> answers = new ArrayList<>();
        Throwable failure = null;
        for (int i = 0; i < calls.size(); i++) {
            try {
                answers.add(calls.get(i).get());
                tell(fresh.contains(chunk.get(i).key()));
            } catch (ExecutionException e) {
                asker.keepQuiet();
                failure = failure == null ? e.getCause() : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SynthesisInterruptedException(synthesis.recipe.makes(), e);
            }
        }
        throwIfAny(failure);
        return answers;
    }

    private static void throwIfAny(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new IllegalStateException("a thread of the synthesis was interrupted from outside", failure);
        }
    }

    private void judge(Answered answered, List<Candidate> candidates) {
        Seed seed = answered.question().seed();
        if (answered.isOpen()) {
            unanswered++;
        } else if (answered.code() != null) {
            rejected.add(RejectedCandidate.of(answered.code(), answered.reason(), seed));
        }
        for (Example example : answered.made()) {
            Origin origin = new Origin(synthesis.recipe.makes() + " by " + synthesis.model.id(), 0, ++made);
            Candidate candidate = new Candidate(seed, example.withInfo(seed.descendant(origin)));
            acceptance.objection(candidate).ifPresentOrElse(rejected::add, () -> candidates.add(candidate));
        }
    }

    private void accept(List<Candidate> candidates) {
        for (Candidate candidate : acceptance.unlike(candidates, rejected)) {
            if (kept.size() < plan.room()) {
                kept.add(candidate);
            } else {
                rejected.add(RejectedCandidate.of(
                        "share_reached", "The dataset holds as many synthetic examples as it may.", candidate));
            }
        }
    }

    private void tell(boolean isNew) {
        done += isNew ? 1 : 0;
        String activity = purpose() + ", " + kept.size() + " kept";
        Duration elapsed = Duration.between(start, synthesis.time.instant());
        synthesis.progress.onProgress(
                new Progress(activity, "answers", done, OptionalLong.of(Math.max(expected, done)), elapsed));
    }

    private SynthesisResult result() {
        List<Example> grown = kept.stream()
                .sorted(Comparator.comparingInt(candidate -> candidate.seed().place()))
                .map(Candidate::example)
                .toList();
        DatasetBuilder dataset = synthesis.base.toBuilder();
        grown.forEach(dataset::add);
        int open = kept.size() < plan.room() ? unanswered : 0;
        return new SynthesisResult(dataset.build(), grown, rejected, spending.calls(open), spending.cost());
    }
}
