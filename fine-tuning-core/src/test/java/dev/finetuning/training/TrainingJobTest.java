package dev.finetuning.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.cost.Money;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingJobTest {
    private static TrainingJob job(Map<String, Object> details) {
        return TrainingJob.builder("job", JobStatus.of(JobPhase.VALIDATED), "base")
                .details(details)
                .build();
    }

    @Test
    void cost_statedAmongTheDetailsOrTheirMetadata_isRead() {
        Map<String, Object> stated = Map.of("cost", 2.6214, "cost_currency", "EUR");

        assertThat(job(stated).cost()).contains(Money.of("2.6214", "EUR"));
        assertThat(job(Map.of("metadata", stated)).cost()).contains(Money.of("2.6214", "EUR"));
    }

    @Test
    void cost_notStatedOrNotUnderstood_isUnknown() {
        assertThat(job(Map.of()).cost()).isEmpty();
        assertThat(job(Map.of("metadata", "none")).cost()).isEmpty();
        assertThat(job(Map.of("cost", 0.0, "cost_currency", "EUR")).cost()).isEmpty();
        assertThat(job(Map.of("cost", 1)).cost()).isEmpty();
        assertThat(job(Map.of("cost", "1", "cost_currency", "EUR")).cost()).isEmpty();
        assertThat(job(Map.of("cost", 1, "cost_currency", "coins")).cost()).isEmpty();
        assertThat(job(Map.of("cost", Double.POSITIVE_INFINITY, "cost_currency", "EUR"))
                        .cost())
                .isEmpty();
    }
}
