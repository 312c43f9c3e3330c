package dev.finetuning.spring.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GenAiOperationNameIncubatingValues;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GenAiProviderNameIncubatingValues;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes.GenAiTokenTypeIncubatingValues;
import io.opentelemetry.semconv.incubating.GenAiIncubatingMetrics;
import org.junit.jupiter.api.Test;

/** The names as OpenTelemetry publishes them for Java. */
@SuppressWarnings("deprecation") // they are deprecated there because later ones appear elsewhere
class ConventionsTest {
    @Test
    void names_areThePublishedOnes() {
        assertThat(GenAi.DURATION).isEqualTo(GenAiIncubatingMetrics.GEN_AI_CLIENT_OPERATION_DURATION_NAME);
        assertThat(GenAi.FIRST_CHUNK)
                .isEqualTo(GenAiIncubatingMetrics.GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK_NAME);
        assertThat(GenAi.TOKENS).isEqualTo(GenAiIncubatingMetrics.GEN_AI_CLIENT_TOKEN_USAGE_NAME);
        assertThat(GenAi.OPERATION).isEqualTo(GenAiIncubatingAttributes.GEN_AI_OPERATION_NAME.getKey());
        assertThat(GenAi.PROVIDER).isEqualTo(GenAiIncubatingAttributes.GEN_AI_PROVIDER_NAME.getKey());
        assertThat(GenAi.REQUEST_MODEL).isEqualTo(GenAiIncubatingAttributes.GEN_AI_REQUEST_MODEL.getKey());
        assertThat(GenAi.TOKEN_TYPE).isEqualTo(GenAiIncubatingAttributes.GEN_AI_TOKEN_TYPE.getKey());
    }

    @Test
    void values_areThePublishedOnes() {
        assertThat(GenAi.CHAT).isEqualTo(GenAiOperationNameIncubatingValues.CHAT);
        assertThat(GenAi.INPUT).isEqualTo(GenAiTokenTypeIncubatingValues.INPUT);
        assertThat(GenAi.OUTPUT).isEqualTo(GenAiTokenTypeIncubatingValues.OUTPUT);
        assertThat(GenAi.provider("openai")).isEqualTo(GenAiProviderNameIncubatingValues.OPENAI);
        assertThat(GenAi.PROVIDERS.values())
                .containsExactlyInAnyOrder(
                        GenAiProviderNameIncubatingValues.AZURE_AI_OPENAI,
                        GenAiProviderNameIncubatingValues.MISTRAL_AI);
    }

    @Test
    void version_isThatOfTheNames() {
        assertThat(GenAiIncubatingMetrics.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .endsWith("-" + GenAi.CONVENTIONS + "-alpha.jar");
    }
}
