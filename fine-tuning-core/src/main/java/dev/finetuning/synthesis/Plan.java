package dev.finetuning.synthesis;

import dev.finetuning.asking.Asking;
import dev.finetuning.asking.Question;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import dev.finetuning.internal.content.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to ask, in which order, and how much of it may be kept.
 *
 * @param questions the questions; a share that is reached early leaves the last ones unasked
 * @param unsuitable seeds nothing can be grown from, with the reasons
 * @param room the most examples that may be added
 */
record Plan(List<SeedQuestion> questions, List<RejectedCandidate> unsuitable, long room) {
    private static final double TOLERANCE = 1e-9;

    static Plan of(SynthesisSettings settings, Asking asking, Acceptance acceptance) {
        List<RejectedCandidate> unsuitable = new ArrayList<>();
        // what is asked twice in the same words is one question
        Map<String, SeedQuestion> questions = new LinkedHashMap<>();
        for (Seed seed : seeds(settings)) {
            String objection = settings.recipe.objection(seed.example()).orElse(null);
            if (objection != null) {
                unsuitable.add(RejectedCandidate.of("unsuitable_seed", objection, seed));
            } else if (acceptance.isGuarded(seed)) {
                unsuitable.add(RejectedCandidate.of("guarded_seed", "It is also in a set that is kept apart.", seed));
            } else {
                questions(settings, asking, seed).forEach(question -> questions.putIfAbsent(question.key(), question));
            }
        }
        return new Plan(List.copyOf(questions.values()), unsuitable, room(settings));
    }

    /** In an order by hash, so that a share that is reached early takes some of everything. */
    private static List<Seed> seeds(SynthesisSettings settings) {
        List<Seed> seeds = new ArrayList<>();
        List<Example> examples = settings.from.examples();
        for (int i = 0; i < examples.size(); i++) {
            if (settings.wanted.test(examples.get(i))) {
                seeds.add(Seed.of(i, examples.get(i)));
            }
        }
        if (seeds.isEmpty()) {
            throw new IllegalStateException("none of the " + examples.size() + " examples of "
                    + settings.from.name() + " may be grown from. By default these are the validated ones:"
                    + " mark them with markValidated, or choose others with growFrom.");
        }
        seeds.sort(Comparator.comparing(seed -> Sha256.hex(settings.order() + seed.fingerprint())));
        return seeds;
    }

    private static List<SeedQuestion> questions(SynthesisSettings settings, Asking asking, Seed seed) {
        List<SeedQuestion> questions = new ArrayList<>();
        int perAnswer = settings.recipe.perAnswer(settings.perExample);
        for (int repeat = 0; repeat * perAnswer < settings.perExample; repeat++) {
            ChatRequest request = settings.recipe.request(seed.example(), perAnswer);
            Long chosen = settings.seed;
            request = chosen == null ? request : request.withSeed(chosen + repeat);
            Question question = asking.question(settings.request.apply(request), repeat);
            questions.add(SeedQuestion.of(seed, question, perAnswer, repeat));
        }
        return questions;
    }

    /** The greatest n for which (synthetic + n) ÷ (all + n) stays within the share. */
    private static long room(SynthesisSettings settings) {
        Dataset base = settings.base;
        double share = settings.maxShare;
        if (share >= 1) {
            return Long.MAX_VALUE;
        }
        long synthetic = base.examples().stream()
                .filter(example -> example.info().provenance().isSynthetic())
                .count();
        return Math.max(0, (long) Math.floor((share * base.size() - synthetic) / (1 - share) + TOLERANCE));
    }

    /** The questions that would be asked if every answer were whole and every example new. */
    List<SeedQuestion> expected() {
        List<SeedQuestion> expected = new ArrayList<>();
        long made = 0;
        for (SeedQuestion question : questions) {
            if (made >= room) {
                break;
            }
            expected.add(question);
            made += question.wanted();
        }
        return expected;
    }

    /** How many examples could be made at most. */
    long most() {
        return Math.min(room, questions.stream().mapToLong(SeedQuestion::wanted).sum());
    }
}
