package dev.finetuning.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.finetuning.Secret;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureDeploymentsTest {
    private static final String ACCOUNT =
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a";
    private static final String URL = ACCOUNT + "/deployments/support?api-version=2024-10-21";
    private static final String CREATING = "{\"properties\":{\"provisioningState\":\"Creating\"}}";

    @RegisterExtension
    static final WireMockExtension HOST = WireMockExtension.newInstance()
            .options(WireMockConfiguration.wireMockConfig().dynamicPort())
            .build();

    private final AzureDeployments deployments =
            new AzureDeployments(HOST.baseUrl(), ACCOUNT, () -> Secret.of("management-token"));

    @Test
    void deploy_tunedModel_putsItWithItsOwnCredential() {
        HOST.stubFor(put(anyUrl()).willReturn(okJson(CREATING)));
        assertThat(deployments.deploy("support", "gpt-4.1.ft-0a1b", "DeveloperTier", 50))
                .isEqualTo("Creating");
        HOST.verify(putRequestedFor(urlEqualTo(URL))
                .withHeader("Authorization", equalTo("Bearer management-token"))
                .withRequestBody(equalToJson("{\"sku\":{\"name\":\"DeveloperTier\",\"capacity\":50},\"properties\":"
                        + "{\"model\":{\"format\":\"OpenAI\",\"name\":\"gpt-4.1.ft-0a1b\",\"version\":\"1\"}}}")));
    }

    @Test
    void state_thenDelete_goThroughTheSameAddress() {
        HOST.stubFor(get(urlEqualTo(URL)).willReturn(okJson("{\"properties\":{\"provisioningState\":\"Succeeded\"}}")));
        HOST.stubFor(delete(urlEqualTo(URL)).willReturn(aResponse().withStatus(204)));
        assertThat(deployments.state("support")).isEqualTo("Succeeded");
        deployments.delete("support");
    }

    @ParameterizedTest
    @CsvSource({"400, rejected", "401, credentials", "403, credentials", "404, missing", "409, later", "503, later"})
    void state_error_isTyped(int status, String kind) {
        HOST.stubFor(get(anyUrl())
                .willReturn(okJson("{\"error\":{\"code\":\"C\",\"message\":\"token management-token is bad\"}}")
                        .withStatus(status)
                        .withHeader("Retry-After", "90")));
        ProviderException failure = catchThrowableOfType(ProviderException.class, () -> deployments.state("support"));
        Class<?> expected = switch (kind) {
            case "rejected" -> RequestRejectedException.class;
            case "credentials" -> CredentialsException.class;
            case "missing" -> NotFoundException.class;
            default -> RetryLaterException.class;
        };
        assertThat(failure).isExactlyInstanceOf(expected);
        assertThat(failure.getMessage()).doesNotContain("management-token");
        if (failure instanceof RetryLaterException later) {
            assertThat(later.retryAfter()).contains(Duration.ofSeconds(90));
        }
    }
}
