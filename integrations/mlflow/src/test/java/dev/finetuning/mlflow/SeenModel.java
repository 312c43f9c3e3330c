package dev.finetuning.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A registered model as anybody sees it in a server.
 *
 * @param aliases the version that each alias shows, by its tag
 * @param versions the tags of each version, in the order of their numbers
 */
record SeenModel(Map<String, String> aliases, List<Map<String, String>> versions) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static SeenModel at(String url, String authorization, String name) throws Exception {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        JsonNode model =
                get(url, authorization, "registered-models/get?name=" + encoded).path("registered_model");
        Map<Integer, Map<String, String>> versions = new TreeMap<>();
        Map<String, String> shown = new TreeMap<>();
        String filter = URLEncoder.encode("name='" + name + "'", StandardCharsets.UTF_8);
        for (JsonNode version : get(url, authorization, "model-versions/search?filter=" + filter)
                .path("model_versions")) {
            Map<String, String> tags = new TreeMap<>();
            version.path("tags")
                    .forEach(tag ->
                            tags.put(tag.path("key").asText(), tag.path("value").asText()));
            versions.put(version.path("version").asInt(), tags);
            shown.put(version.path("version").asText(), tags.getOrDefault("fine_tuning.version", "none"));
        }
        Map<String, String> aliases = new TreeMap<>();
        model.path("aliases")
                .forEach(alias -> aliases.put(
                        alias.path("alias").asText(),
                        shown.get(alias.path("version").asText())));
        return new SeenModel(aliases, new ArrayList<>(versions.values()));
    }

    private static JsonNode get(String url, String authorization, String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/api/2.0/mlflow/" + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return JSON.readTree(HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body());
    }
}
