package dev.finetuning.openweights.internal.ray;

import dev.finetuning.openweights.internal.SeenFolders;
import dev.finetuning.openweights.internal.serving.HostSettings;
import java.util.List;
import java.util.Map;

/**
 * Where a Ray cluster is, and what a job gets there.
 *
 * @param host its address and token
 * @param folders the paths under which it sees folders of this machine
 * @param launcher what stands before the worker's script in the command
 * @param resources what Ray reserves for the command, as its request calls them
 * @param variables environment variables of the command
 */
public record RaySettings(
        HostSettings host,
        SeenFolders folders,
        List<String> launcher,
        Map<String, Object> resources,
        Map<String, String> variables) {
    /** Copies the collections. */
    public RaySettings {
        launcher = List.copyOf(launcher);
        resources = Map.copyOf(resources);
        variables = Map.copyOf(variables);
    }
}
