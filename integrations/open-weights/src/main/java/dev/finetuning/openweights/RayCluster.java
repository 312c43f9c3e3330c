package dev.finetuning.openweights;

import dev.finetuning.Secret;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.SeenFolders;
import dev.finetuning.openweights.internal.ray.RaySettings;
import dev.finetuning.openweights.internal.serving.HostSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A Ray cluster that trains a pipeline's jobs, by Ray's Jobs API. The pipeline's folder and the base models must lie on
 * storage that this machine and the cluster share, with file locks that work across machines (NFS 4, Lustre, CephFS;
 * not an object store that is mounted); {@link Builder#folder} says under which path the cluster sees them. The
 * worker's script is uploaded; its Python packages must be there, in the cluster's image.
 *
 * <p>Whoever can submit jobs to a cluster can run any program on it. So set a token there, and reach it by HTTPS or by a
 * tunnel: plain HTTP is refused unless the address is this machine's own. Immutable and thread-safe.
 */
public final class RayCluster {
    private static final int DEFAULT_PORT = 8265;

    private final RaySettings settings;
    private final boolean gpu;

    private RayCluster(RaySettings settings, boolean gpu) {
        this.settings = settings;
        this.gpu = gpu;
    }

    /**
     * Starts the settings of a cluster.
     *
     * @param url the address of its head's dashboard, such as {@code https://ray.example.com} or, at the end of a
     *     tunnel, {@code http://127.0.0.1:8265}
     * @throws IllegalArgumentException if it is not an address, or one of plain HTTP that is not this machine's own
     */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    RaySettings settings() {
        return settings;
    }

    /** Whether jobs get a GPU. */
    boolean hasGpu() {
        return gpu;
    }

    /** Names the address. */
    @Override
    public String toString() {
        return "RayCluster[" + settings.host().url() + "]";
    }

    /** Collects the settings of a cluster; not thread-safe. */
    public static final class Builder {
        private static final double MOST = 1 << 20;

        private final Map<Path, String> folders = new LinkedHashMap<>();
        private final Map<String, Object> resources = new LinkedHashMap<>();
        private final Map<String, Double> more = new TreeMap<>();
        private final Map<String, String> variables = new TreeMap<>();
        private HostSettings host;
        private List<String> launcher = List.of("python");

        private Builder(String url) {
            host = HostSettings.of(Faults.PROVIDER, url).withAnswerTimeout(Duration.ofMinutes(1));
            if (!host.url().startsWith("https:")
                    && !isLoopback(URI.create(host.url()).getHost())) {
                throw new IllegalArgumentException("plain HTTP would show token and data to the network; use https, or"
                        + " reach the head by a tunnel to this machine, such as: ssh -L " + DEFAULT_PORT
                        + ":127.0.0.1:" + DEFAULT_PORT + " HOST, or kubectl port-forward");
            }
        }

        private static boolean isLoopback(String name) {
            return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.[0-9]{1,3}){3}");
        }

        /** The cluster's token ({@code ray get-auth-token}); none by default. */
        public Builder token(Secret token) {
            host = host.withKey(token);
            return this;
        }

        /**
         * The path under which the cluster sees a folder of this machine.
         *
         * @param here the folder on this machine, with the pipeline's folder or base models in it
         * @param there the same folder as the cluster sees it
         */
        public Builder folder(Path here, String there) {
            folders.put(here, Objects.requireNonNull(there));
            return this;
        }

        /**
         * What runs the worker's script: {@code python} by default, the path of an interpreter, or a command that
         * starts several processes on one machine, such as {@code torchrun --standalone --nproc-per-node 4} or {@code
         * accelerate launch --config_file /shared/fsdp.yaml}. The processes share each batch, so the batch size must be a
         * multiple of their number.
         *
         * @throws IllegalArgumentException if it is empty
         */
        public Builder launcher(String... command) {
            launcher = PipelineSettings.words(command);
            return this;
        }

        /**
         * How many CPUs Ray reserves for a job; 0, Ray's default, waits for none and runs on the head.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder cpus(double number) {
            resources.put("entrypoint_num_cpus", checked("cpus", number));
            return this;
        }

        /**
         * How many GPUs Ray reserves for a job, all on one machine; 0 by default.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder gpus(double number) {
            resources.put("entrypoint_num_gpus", checked("gpus", number));
            return this;
        }

        /**
         * The memory that Ray reserves for a job, in bytes; none by default.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder memory(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("memory must be at least 1 byte: " + bytes);
            }
            resources.put("entrypoint_memory", bytes);
            return this;
        }

        /**
         * An amount of a resource of the cluster's own that Ray reserves for a job.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder resource(String name, double amount) {
            more.put(Objects.requireNonNull(name), checked(name, amount));
            return this;
        }

        private static double checked(String name, double number) {
            if (!(number >= 0 && number <= MOST)) {
                throw new IllegalArgumentException(name + " must be from 0 to " + (long) MOST + ": " + number);
            }
            return number;
        }

        /**
         * An environment variable of the worker's. Ray shows it to all who may look at the cluster, so no secret.
         *
         * @throws IllegalArgumentException if the name is not of {@code [A-Za-z0-9_]}
         */
        public Builder variable(String name, String value) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException("a variable's name must be of [A-Za-z0-9_]: " + name);
            }
            variables.put(name, Objects.requireNonNull(value));
            return this;
        }

        /** How long one answer of the cluster's head may take; a minute by default. */
        public Builder answerTimeout(Duration timeout) {
            host = host.withAnswerTimeout(timeout);
            return this;
        }

        /** The cluster; nothing is sent yet. */
        public RayCluster build() {
            Map<String, Object> all = new LinkedHashMap<>(resources);
            if (!more.isEmpty()) {
                all.put("entrypoint_resources", Map.copyOf(more));
            }
            return new RayCluster(
                    new RaySettings(host, SeenFolders.of(folders), launcher, all, variables),
                    resources.get("entrypoint_num_gpus") instanceof Double gpus && gpus > 0);
        }
    }
}
