package dev.finetuning.openai;

import dev.finetuning.Secret;
import dev.finetuning.adapter.Scrubber;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Deployments of an Azure OpenAI account, which a tuned model needs before it can be asked. They belong
 * to Azure's management endpoint, not to the resource, and want a credential of their own: a bearer token
 * of Azure Resource Manager. Deploying takes minutes; {@link #state} tells how far it is, and {@code
 * Succeeded} means that the model can be asked by the deployment's name. Thread-safe.
 */
public final class AzureDeployments {
    /** The management endpoint of Azure's public cloud. */
    public static final String MANAGEMENT_URL = "https://management.azure.com";

    private static final String API_VERSION = "2024-10-21";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String accountUrl;
    private final Supplier<Secret> token;

    /**
     * Manages the deployments of one account.
     *
     * @param managementUrl {@link #MANAGEMENT_URL}, or another cloud's
     * @param accountId the account's resource id: {@code
     *     /subscriptions/…/resourceGroups/…/providers/Microsoft.CognitiveServices/accounts/…}
     * @param token gives a current bearer token each time one is needed
     */
    public AzureDeployments(String managementUrl, String accountId, Supplier<Secret> token) {
        this.accountUrl = managementUrl + (accountId.startsWith("/") ? accountId : "/" + accountId);
        this.token = token;
    }

    /**
     * Deploys a model, or changes what a deployment serves. Doing it again does no harm.
     *
     * @param name the deployment's name, by which the model is then asked
     * @param model the tuned model's id
     * @param sku the kind of deployment: {@code "Standard"}, {@code "GlobalStandard"}, {@code "DeveloperTier"}
     * @param capacity thousands of tokens a minute, at least 1
     * @return the state after the call, such as {@code Creating}
     */
    public String deploy(String name, String model, String sku, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
        }
        Map<String, Object> body = Map.of(
                "sku", Map.of("name", sku, "capacity", capacity),
                "properties", Map.of("model", Map.of("format", "OpenAI", "name", model, "version", "1")));
        return stateOf(send("deploy model", name, "PUT", WireObject.of(body).json()));
    }

    /** The provisioning state: {@code Creating}, {@code Succeeded}, {@code Failed}, … */
    public String state(String name) {
        return stateOf(send("look at deployment", name, "GET", ""));
    }

    /** Takes a deployment away, which ends its hourly price; its model stays. */
    public void delete(String name) {
        send("delete deployment", name, "DELETE", "");
    }

    private static String stateOf(WireObject deployment) {
        return deployment.object("properties").text("provisioningState", "Unknown");
    }

    private WireObject send(String operation, String name, String method, String body) {
        URI uri = URI.create(accountUrl + "/deployments/" + URLEncoder.encode(name, StandardCharsets.UTF_8)
                + "?api-version=" + API_VERSION);
        Secret bearer = token.get();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer " + bearer.reveal())
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return read(operation, name, response, new Scrubber(Optional.of(bearer)));
        } catch (IOException e) {
            throw new RetryLaterException(
                    Incident.of("azure", operation), "no whole answer came; it may be repeated", null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetryLaterException(Incident.of("azure", operation), "interrupted while waiting", null, e);
        }
    }

    private static WireObject read(String operation, String name, HttpResponse<byte[]> response, Scrubber scrubber) {
        int status = response.statusCode();
        String requestId = response.headers().firstValue("x-ms-request-id").orElse(null);
        WireObject answer;
        try {
            byte[] body = response.body().length == 0 ? new byte[] {'{', '}'} : response.body();
            answer = WireObject.parse(body);
        } catch (IOException e) {
            Incident incident = new Incident("azure", operation, status, null, requestId);
            throw status >= 500
                    ? new RetryLaterException(incident, "the management endpoint failed", null, e)
                    : new ProviderFaultException(incident, "the answer is not JSON", e);
        }
        if (status < 300) {
            return answer;
        }
        WireObject error = answer.object("error");
        String message = scrubber.clean(error.text("message", "no explanation was given"));
        throw failure(new Incident("azure", operation, status, error.text("code"), requestId), name, message, response);
    }

    private static ProviderException failure(
            Incident incident, String name, String message, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            return new CredentialsException(incident, message, null);
        }
        if (status == 404) {
            return new NotFoundException(incident, "deployment", name, null);
        }
        if (status == 409 || status == 429 || status >= 500) {
            Duration wait = response.headers()
                    .firstValue("retry-after")
                    .filter(text -> text.matches("\\d{1,8}"))
                    .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                    .orElse(null);
            return new RetryLaterException(incident, message, wait, null);
        }
        return new RequestRejectedException(incident, List.of(message), null);
    }
}
