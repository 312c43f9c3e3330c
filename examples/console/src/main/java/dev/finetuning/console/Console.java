package dev.finetuning.console;

import dev.finetuning.FineTuningException;
import dev.finetuning.console.access.Caller;
import dev.finetuning.console.access.Sessions;
import dev.finetuning.console.access.SignInLimit;
import dev.finetuning.console.access.TokenFile;
import dev.finetuning.console.api.ConsoleApi;
import dev.finetuning.console.http.ApiServer;
import dev.finetuning.console.http.Entrance;
import dev.finetuning.console.http.Problem;
import dev.finetuning.console.http.SecurityHeaders;
import dev.finetuning.console.lane.GivingWay;
import dev.finetuning.console.screen.ScreenServer;
import dev.finetuning.console.work.WorkspaceSettings;
import dev.finetuning.console.work.Workspaces;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.MultipartConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running console: the workspaces of all tenants, the API and the screens. Thread-safe. */
public final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    /** Where files in forms are received. */
    static final String RECEIVED = "received";

    private static final long FORM_BYTES = 2L << 20;

    /** The attribute of a request for which somebody waits. */
    private static final String WAITS = "waits";

    private final Workspaces workspaces;
    private final Javalin server;

    private Console(Workspaces workspaces, Javalin server) {
        this.workspaces = workspaces;
        this.server = server;
    }

    /**
     * Starts a console. Answers when this returns.
     *
     * @param settings what the workspaces share
     * @param tokens who may do what
     * @param host the address to answer on
     * @param port the port; 0 for a free one
     * @throws IllegalArgumentException if others could reach it and there are no tokens
     */
    public static Console start(WorkspaceSettings settings, TokenFile tokens, String host, int port) {
        if (tokens.isEmpty() && !isLoopback(host)) {
            throw new IllegalArgumentException("without tokens, the console answers on 127.0.0.1 only");
        }
        Clock clock = Clock.systemUTC();
        Workspaces workspaces = new Workspaces(settings, tenants(tokens), clock);
        Entrance entrance = new Entrance(tokens, new Sessions(tokens, clock), new SignInLimit(clock));
        Parts parts = new Parts(
                settings, entrance, new ApiServer(entrance, workspaces), new ScreenServer(entrance, workspaces, clock));
        return new Console(workspaces, Javalin.create(parts::configure).start(host, port));
    }

    private static Collection<String> tenants(TokenFile tokens) {
        return tokens.isEmpty() ? Set.of(Caller.LOCAL.tenant()) : tokens.tenants();
    }

    private static boolean isLoopback(String host) {
        return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("::1");
    }

    /** What the server is put together from. */
    private record Parts(WorkspaceSettings settings, Entrance entrance, ApiServer api, ScreenServer screens) {
        void configure(JavalinConfig config) {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.http.maxRequestSize = FORM_BYTES;
            config.http.prefer405over404 = true;
            limitForms(config.jetty.multipartConfig);
            config.routes.before(Parts::begin);
            config.routes.before(context -> {
                SecurityHeaders.add(context);
                entrance.checkSite(context);
            });
            config.routes.after(Parts::end);
            api.serve(config.routes, ConsoleApi.routes());
            screens.serve(config.routes);
            config.routes.exception(FineTuningException.class, (failure, context) -> refuse(context, failure));
            config.routes.exception(HttpResponseException.class, (failure, context) -> answer(context, failure));
            config.routes.exception(IllegalArgumentException.class, (failure, context) -> reject(context, failure));
            config.routes.exception(Exception.class, (failure, context) -> fail(context, failure));
        }

        private static void begin(Context context) {
            if (context.method().equals(HandlerType.GET) && !isStream(context.path())) {
                GivingWay.enter();
                context.attribute(WAITS, true);
            }
        }

        /** Comes after every answer, also that to a failure. */
        private static void end(Context context) {
            if (context.attribute(WAITS) != null) {
                GivingWay.leave();
            }
        }

        /** Whose answer goes on for as long as somebody watches, or as a file has rows. */
        private static boolean isStream(String path) {
            return path.endsWith("/stream") || path.endsWith("/live") || path.endsWith("/download");
        }

        /** Files in forms go to the disk, under names that the server makes. */
        private void limitForms(MultipartConfig forms) {
            forms.cacheDirectory(settings.folder().resolve(RECEIVED).toString());
            forms.maxInMemoryFileSize(1, SizeUnit.MB);
            forms.maxFileSize(settings.maxUpload(), SizeUnit.BYTES);
            forms.maxTotalRequestSize(settings.maxUpload() + FORM_BYTES, SizeUnit.BYTES);
        }

        private void refuse(Context context, FineTuningException failure) {
            Problem problem = Problem.of(failure);
            if (problem.status() >= 500) {
                LOG.warn("{} {} failed", context.method(), context.path(), failure);
            }
            answer(context, problem);
        }

        private void answer(Context context, HttpResponseException failure) {
            answer(context, new Problem(failure.getStatus(), "http", String.valueOf(failure.getMessage())));
        }

        /** The library refuses bad values at the call that sets them. */
        private void reject(Context context, IllegalArgumentException failure) {
            LOG.info("{} {} has a value that cannot be used", context.method(), context.path(), failure);
            answer(context, new Problem(422, "invalid_value", String.valueOf(failure.getMessage())));
        }

        private void fail(Context context, Exception failure) {
            LOG.warn("{} {} failed", context.method(), context.path(), failure);
            answer(context, new Problem(500, "failed", "This is a fault of the console; its log says more."));
        }

        private void answer(Context context, Problem problem) {
            SecurityHeaders.add(context);
            if (context.path().startsWith("/api/")) {
                ApiServer.problem(context, problem);
            } else {
                screens.problem(context, problem);
            }
        }
    }

    /** The port that it answers on. */
    public int port() {
        return server.port();
    }

    /** Stops answering, then lets go of the providers; runs go on when it is started again. */
    @Override
    public void close() {
        server.stop();
        workspaces.close();
    }
}
