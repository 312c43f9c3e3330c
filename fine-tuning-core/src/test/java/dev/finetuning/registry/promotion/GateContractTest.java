package dev.finetuning.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.Lineage;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.ServedModel;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Gate} owes the registry. Extend it for a gate of your own. */
public abstract class GateContractTest {
    /** The gate under test. */
    protected abstract Gate gate();

    /** A candidate that it lets through. */
    protected abstract Candidate passing();

    /** A candidate that it does not let through, although the evidence is there. */
    protected abstract Candidate failing();

    /** A version of which nothing is known, to build candidates from. */
    protected static ModelVersion bare(String number) {
        return ModelVersion.builder(
                        "bot",
                        SemanticVersion.parse(number),
                        ServedModel.of("provider", "model-" + number),
                        Lineage.builder("base").build())
                .registered(Author.of("contract", ""), Instant.EPOCH)
                .build();
    }

    /** A version with score cards, to build candidates from. */
    protected static ModelVersion scored(String number, ScoreCard... cards) {
        return bare(number).toBuilder().scoreCards(List.of(cards)).build();
    }

    /** A candidate of which nothing is known, against a champion of which nothing is known. */
    private static Candidate unknown() {
        return Candidate.against(bare("1.0.0"), bare("1.0.1"), Alias.PRODUCTION);
    }

    @Test
    public void judge_candidateThatFulfilsIt_letsItThroughWithEvidence() {
        GateVerdict verdict = gate().judge(passing());

        assertThat(verdict.evidence()).isNotBlank();
        assertThat(verdict.passed()).as(verdict.evidence()).isTrue();
    }

    @Test
    public void judge_candidateThatDoesNot_saysNoWithEvidence() {
        GateVerdict verdict = gate().judge(failing());

        assertThat(verdict.evidence()).isNotBlank();
        assertThat(verdict.passed()).as(verdict.evidence()).isFalse();
    }

    @Test
    public void judge_evidenceMissing_saysNoAndWhatIsMissing() {
        GateVerdict verdict = gate().judge(unknown());

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.evidence()).isNotBlank();
    }

    @Test
    public void judge_anyCandidate_namesTheGateAlike() {
        assertThat(gate().judge(passing()).gate()).isNotBlank();
        assertThat(gate().judge(failing()).gate())
                .isEqualTo(gate().judge(passing()).gate())
                .isEqualTo(gate().judge(unknown()).gate());
    }

    @Test
    public void judge_askedAgainByManyThreads_saysTheSame() {
        Gate gate = gate();
        Candidate candidate = failing();
        GateVerdict first = gate.judge(candidate);

        assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> gate.judge(candidate)))
                .containsOnly(first);
    }

    @Test
    public void metrics_thatItNames_areMissedByName() {
        assertThat(gate().metrics())
                .allSatisfy(
                        metric -> assertThat(gate().judge(unknown()).evidence()).contains(metric));
    }
}
