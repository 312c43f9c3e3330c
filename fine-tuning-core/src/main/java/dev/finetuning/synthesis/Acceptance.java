package dev.finetuning.synthesis;

import dev.finetuning.example.Example;
import dev.finetuning.example.TextExample;
import dev.finetuning.quality.CheckRun;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.DuplicateChecks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.near.NearGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Decides what may join the dataset. A candidate is turned away for any error or warning that what it
 * was grown from does not have itself, for repeating or nearly repeating what is there already, and for
 * coming near the examples kept for validation and test. Used by one thread.
 */
final class Acceptance {
    /** Questions are short: runs of three words tell them apart better than the usual five. */
    private static final NearDuplicates NEAR = NearDuplicates.standard().shingles(3);

    private final Recipe recipe;
    private final List<Example> guarded;
    private final List<Example> present;
    private final CheckRun run;
    private final CheckRun leaks;
    private final Map<String, Set<String>> inherited = new HashMap<>();
    private final List<Finding> heard = new ArrayList<>();

    /**
     * What is there already.
     *
     * @param base the dataset that grows
     * @param guarded what nothing may come near
     * @param checks what to look for beside duplicates and leaks
     */
    Acceptance(Recipe recipe, List<Example> base, List<Example> guarded, Checks checks) {
        this.recipe = recipe;
        this.guarded = guarded;
        this.present = new ArrayList<>(base);
        Checks leakage = Checks.none().keepAtMost(0).with(DuplicateChecks.leakedFrom(guarded));
        this.leaks = leakage.begin(heard::add);
        this.run = checks.keepAtMost(0)
                .with(DuplicateChecks.leakedFrom(guarded), DuplicateChecks.exact(), DuplicateChecks.normalised())
                .begin(heard::add);
        for (Example example : base) {
            Set<String> codes = codes(hear(run, example));
            if (!codes.isEmpty()) {
                inherited.put(Seed.of(0, example).fingerprint(), codes);
            }
        }
    }

    /** Whether something is grown from what must be kept apart. */
    boolean isGuarded(Seed seed) {
        return !hear(leaks, seed.example()).isEmpty();
    }

    /** Looks at a candidate by itself; empty where nothing speaks against it. */
    Optional<RejectedCandidate> objection(Candidate candidate) {
        Optional<String> flaw = recipe.flaw(candidate.seed().example(), candidate.example());
        if (flaw.isPresent()) {
            return Optional.of(RejectedCandidate.of("changed_meaning", flaw.get(), candidate));
        }
        Set<String> excused = inherited.getOrDefault(candidate.seed().fingerprint(), Set.of());
        return hear(run, candidate.example()).stream()
                .filter(finding -> finding.severity() != Severity.INFO && !excused.contains(finding.code()))
                .findFirst()
                .map(finding -> RejectedCandidate.of(finding.code(), finding.message(), candidate));
    }

    /** Those of the candidates that are near neither to what is there nor to one another. */
    List<Candidate> unlike(List<Candidate> candidates, List<RejectedCandidate> rejected) {
        List<Candidate> apart = filter(
                candidates,
                guarded,
                ConversationParts::question,
                (first, self) -> first < guarded.size(),
                candidate -> rejected.add(RejectedCandidate.of(
                        "leaked_near", "Nearly the same is asked in a set that is kept apart.", candidate)));
        List<Candidate> fresh = filter(
                apart,
                present,
                recipe::essence,
                (first, self) -> first < self,
                candidate -> rejected.add(RejectedCandidate.of(
                        "near_duplicate", "It says nearly the same as an earlier example.", candidate)));
        candidates.forEach(candidate -> present.add(candidate.example()));
        return fresh;
    }

    /** Whether an example is too much, by the place of the first that is near to it and by its own. */
    private interface Verdict {
        boolean isTooMuch(int first, int self);
    }

    private static List<Candidate> filter(
            List<Candidate> candidates,
            List<Example> others,
            Function<Example, String> text,
            Verdict verdict,
            Consumer<Candidate> onRejected) {
        List<Example> all = new ArrayList<>(others.size() + candidates.size());
        others.forEach(other -> all.add(view(other, text)));
        candidates.forEach(candidate -> all.add(view(candidate.example(), text)));
        Set<Integer> tooMuch = new HashSet<>();
        for (NearGroup group : NEAR.find(all)) {
            int[] members = IntStream.concat(
                            IntStream.of(group.kept().index()),
                            group.others().stream().mapToInt(NearGroup.Member::index))
                    .sorted()
                    .toArray();
            IntStream.of(members)
                    .filter(member -> verdict.isTooMuch(members[0], member))
                    .forEach(tooMuch::add);
        }
        List<Candidate> kept = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (tooMuch.contains(others.size() + i)) {
                onRejected.accept(candidates.get(i));
            } else {
                kept.add(candidates.get(i));
            }
        }
        return kept;
    }

    private static Example view(Example example, Function<Example, String> text) {
        return new TextExample(text.apply(example), example.info());
    }

    private List<Finding> hear(CheckRun checks, Example example) {
        heard.clear();
        checks.look(example);
        return List.copyOf(heard);
    }

    private static Set<String> codes(List<Finding> findings) {
        Set<String> codes = new HashSet<>();
        findings.stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .forEach(finding -> codes.add(finding.code()));
        codes.removeAll(Set.of("duplicate_example", "near_identical_example"));
        return codes;
    }
}
