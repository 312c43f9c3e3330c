package dev.finetuning.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.registry.Cards;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.Lineage;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.registry.version.SemanticVersion;
import dev.finetuning.registry.version.ServedModel;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every gate of {@link Gate} under the contract; one without a case here is named by the first test. */
class OurGatesContractTest {
    private static Candidate alone(ScoreCard... cards) {
        return Candidate.unopposed(GateContractTest.scored("1.0.1", cards), Alias.PRODUCTION);
    }

    private static Candidate against(ScoreCard champions, ScoreCard own) {
        return Candidate.against(
                GateContractTest.scored("1.0.0", champions), GateContractTest.scored("1.0.1", own), Alias.PRODUCTION);
    }

    private static Candidate compared(double difference, double p) {
        PairedComparison pair = new PairedComparison(
                "bot@1.0.0",
                difference,
                new Interval(difference - 0.02, difference + 0.02, 0.95),
                p,
                100,
                "paired-bootstrap");
        return against(Cards.plain("m", 0.5), Cards.plain("m", 0.5).withComparisons(List.of(pair)));
    }

    private static ScoreCard sliced(double value) {
        return Cards.plain("m", 0.9).withSlices(Map.of("de", new ScoreCard.Slice(value, 40)));
    }

    @Test
    void everyGate_isUnderTheContract() {
        List<String> factories = Arrays.stream(Gate.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()) && method.getReturnType() == Gate.class)
                .map(Method::getName)
                .distinct()
                .toList();
        List<String> cases = Arrays.stream(OurGatesContractTest.class.getDeclaredClasses())
                .map(type -> Character.toLowerCase(type.getSimpleName().charAt(0))
                        + type.getSimpleName().substring(1))
                .toList();

        assertThat(cases).containsExactlyInAnyOrderElementsOf(factories);
    }

    private static Candidate validated(double share) {
        Lineage lineage = Lineage.builder("base").datasetValidated(share).build();
        return Candidate.unopposed(
                ModelVersion.builder("bot", SemanticVersion.FIRST, ServedModel.of("provider", "m"), lineage)
                        .build(),
                Alias.PRODUCTION);
    }

    private static Candidate approved(Map<String, Instant> people) {
        return Candidate.unopposed(
                GateContractTest.bare("1.0.1").toBuilder().approvals(people).build(), Alias.PRODUCTION);
    }

    @Nested
    class AtLeast extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.atLeast("m", 0.8);
        }

        @Override
        protected Candidate passing() {
            return alone(Cards.plain("m", 0.8));
        }

        @Override
        protected Candidate failing() {
            return alone(Cards.plain("m", 0.79));
        }
    }

    @Nested
    class AtMost extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.atMost("m", 0.8);
        }

        @Override
        protected Candidate passing() {
            return alone(Cards.plain("m", 0.8));
        }

        @Override
        protected Candidate failing() {
            return alone(Cards.plain("m", 0.81));
        }
    }

    @Nested
    class MinAbsoluteChange extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.minAbsoluteChange("m", 0.05);
        }

        @Override
        protected Candidate passing() {
            return against(Cards.plain("m", 0.8), Cards.plain("m", 0.85));
        }

        @Override
        protected Candidate failing() {
            return against(Cards.plain("m", 0.8), Cards.plain("m", 0.84));
        }
    }

    @Nested
    class MinRelativeChange extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.minRelativeChange("m", 0.05);
        }

        @Override
        protected Candidate passing() {
            return against(Cards.plain("m", 0.8), Cards.plain("m", 0.84));
        }

        @Override
        protected Candidate failing() {
            return against(Cards.plain("m", 0.8), Cards.plain("m", 0.83));
        }
    }

    @Nested
    class NonInferior extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.nonInferior("m", 0.05);
        }

        @Override
        protected Candidate passing() {
            return compared(-0.03, 0.04);
        }

        @Override
        protected Candidate failing() {
            return compared(-0.04, 0.9);
        }
    }

    @Nested
    class SignificantGain extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.significantGain("m", 0.05);
        }

        @Override
        protected Candidate passing() {
            return compared(0.1, 0.01);
        }

        @Override
        protected Candidate failing() {
            return compared(0.1, 0.06);
        }
    }

    @Nested
    class EverySlice extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.everySlice("m", 0.5, 10);
        }

        @Override
        protected Candidate passing() {
            return alone(sliced(0.5));
        }

        @Override
        protected Candidate failing() {
            return alone(sliced(0.4));
        }
    }

    @Nested
    class NoSliceDrop extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.noSliceDrop("m", 0.05);
        }

        @Override
        protected Candidate passing() {
            return against(sliced(0.8), sliced(0.75));
        }

        @Override
        protected Candidate failing() {
            return against(sliced(0.8), sliced(0.74));
        }
    }

    @Nested
    class P95LatencyAtMost extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.p95LatencyAtMost(Duration.ofMillis(800));
        }

        @Override
        protected Candidate passing() {
            return alone(Cards.lower(ScoreCard.LATENCY_P95, 800));
        }

        @Override
        protected Candidate failing() {
            return alone(Cards.lower(ScoreCard.LATENCY_P95, 801));
        }
    }

    @Nested
    class CostPerRequestAtMost extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.costPerRequestAtMost(new BigDecimal("0.002"));
        }

        @Override
        protected Candidate passing() {
            return alone(Cards.lower(ScoreCard.COST_PER_REQUEST, 0.002));
        }

        @Override
        protected Candidate failing() {
            return alone(Cards.lower(ScoreCard.COST_PER_REQUEST, 0.0021));
        }
    }

    @Nested
    class HumanScoreAtLeast extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.humanScoreAtLeast(4, 100);
        }

        @Override
        protected Candidate passing() {
            return alone(Cards.plain(ScoreCard.HUMAN_SCORE, 4));
        }

        @Override
        protected Candidate failing() {
            return alone(Cards.plain(ScoreCard.HUMAN_SCORE, 3.9));
        }
    }

    @Nested
    class DatasetValidated extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.datasetValidated(0.5);
        }

        @Override
        protected Candidate passing() {
            return validated(0.5);
        }

        @Override
        protected Candidate failing() {
            return validated(0.4);
        }
    }

    @Nested
    class Approvals extends GateContractTest {
        @Override
        protected Gate gate() {
            return Gate.approvals(2);
        }

        @Override
        protected Candidate passing() {
            return approved(Map.of("ada", Instant.EPOCH, "eve", Instant.EPOCH));
        }

        @Override
        protected Candidate failing() {
            return approved(Map.of("ada", Instant.EPOCH));
        }
    }
}
