package dev.finetuning.synthesis;

import dev.finetuning.Progress;
import dev.finetuning.asking.Asking;
import dev.finetuning.asking.CallPrices;
import dev.finetuning.asking.Question;
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

/**
 * One run of a settings. Questions are answered a chunk at a time, many at once; their answers are
 * judged in the questions' order, so that the same answers always make the same dataset, whatever was
 * interrupted in between.
 */
final class SynthesisRun {
    /** Few enough that little is wasted once the share is reached. */
    private static final int CHUNK = 64;

    private final SynthesisSettings settings;
    private final Asking asking;
    private final CallPrices prices;
    private final Acceptance acceptance;
    private final Plan plan;
    private final Answers answers;
    private final Instant start;
    private final List<Candidate> kept = new ArrayList<>();
    private final List<RejectedCandidate> rejected = new ArrayList<>();
    private int next;
    private int made;
    private int unanswered;
    private long done;
    private long expected;

    SynthesisRun(SynthesisSettings settings) {
        this.settings = settings;
        this.asking = Asking.create(settings.model, settings.asking, purpose());
        this.prices = new CallPrices(settings.asking.prices(), settings.model.id());
        this.acceptance = new Acceptance(settings.recipe, settings.base.examples(), settings.guarded, settings.checks);
        this.plan = Plan.of(settings, asking, acceptance);
        this.rejected.addAll(plan.unsuitable());
        EarlierAnswers earlier = new EarlierAnswers(settings.asking.journal(), settings.model);
        this.answers = new Answers(asking, earlier, settings.recipe, plan.questions(), this::tell);
        this.start = settings.asking.clock().instant();
    }

    private String purpose() {
        return "making " + settings.recipe.makes() + " with " + settings.model.id();
    }

    SynthesisEstimate estimate() {
        try (asking) {
            List<Question> missing = missing(plan.expected());
            Usage usage = CallPrices.expectedUsage(missing);
            return new SynthesisEstimate(
                    plan.most(), missing.size(), usage.inputTokens(), usage.outputTokens(), prices.of(usage));
        }
    }

    private List<Question> missing(List<SeedQuestion> questions) {
        return questions.stream()
                .filter(question -> !answers.isKnown(question))
                .map(SeedQuestion::question)
                .toList();
    }

    SynthesisResult run() {
        try (asking) {
            List<Question> missing = missing(plan.expected());
            expected = missing.size();
            asking.expect(missing);
            while (isUnfinished(0)) {
                accept(gather());
            }
            return result();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SynthesisInterruptedException(settings.recipe.makes(), e);
        }
    }

    private boolean isUnfinished(int candidates) {
        return next < plan.questions().size() && kept.size() + candidates < plan.room();
    }

    /** Enough candidates to fill the room, if they are all accepted, or all there are. */
    private List<Candidate> gather() throws InterruptedException {
        List<Candidate> candidates = new ArrayList<>();
        while (isUnfinished(candidates.size())) {
            List<SeedQuestion> chunk = chunk(plan.room() - kept.size() - candidates.size());
            answers.answer(chunk).forEach(answered -> judge(answered, candidates));
        }
        return candidates;
    }

    private List<SeedQuestion> chunk(long room) {
        List<SeedQuestion> chunk = new ArrayList<>();
        long wanted = 0;
        while (next < plan.questions().size() && chunk.size() < CHUNK && wanted < room) {
            SeedQuestion question = plan.questions().get(next++);
            wanted += question.wanted();
            chunk.add(question);
        }
        return chunk;
    }

    private void judge(Answered answered, List<Candidate> candidates) {
        Seed seed = answered.question().seed();
        if (answered.isOpen()) {
            unanswered++;
        } else if (answered.code() != null) {
            rejected.add(RejectedCandidate.of(answered.code(), answered.reason(), seed));
        }
        for (Example example : answered.made()) {
            Origin origin = new Origin(settings.recipe.makes() + " by " + settings.model.id(), 0, ++made);
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
                        "share_reached",
                        "The dataset has reached its maximum share of synthetic examples.",
                        candidate));
            }
        }
    }

    private synchronized void tell() {
        done++;
        String activity = purpose() + ", " + kept.size() + " kept";
        Duration elapsed = Duration.between(start, settings.asking.clock().instant());
        settings.progress.onProgress(
                new Progress(activity, "answers", done, OptionalLong.of(Math.max(expected, done)), elapsed));
    }

    private SynthesisResult result() {
        List<Example> grown = kept.stream()
                .sorted(Comparator.comparingInt(candidate -> candidate.seed().place()))
                .map(Candidate::example)
                .toList();
        DatasetBuilder dataset = settings.base.toBuilder();
        grown.forEach(dataset::add);
        int open = kept.size() < plan.room() ? unanswered : 0;
        return new SynthesisResult(dataset.build(), grown, rejected, answers.calls(open), prices.of(asking.billed()));
    }
}
