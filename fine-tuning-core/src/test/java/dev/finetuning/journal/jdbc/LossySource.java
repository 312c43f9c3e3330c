package dev.finetuning.journal.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database whose connection breaks at a commit, before or after it took place. */
final class LossySource {
    private final DataSource source;
    private final Loss loss;
    private final AtomicInteger left = new AtomicInteger();
    private Runnable afterALoss = () -> {};

    /** What is lost. */
    enum Loss {
        /** The database never heard of the commit. */
        OF_THE_REQUEST,
        /** The database committed. */
        OF_THE_ANSWER,
        /** The database committed and said so; the connection broke when it was closed. */
        AT_CLOSE
    }

    LossySource(DataSource source, Loss loss) {
        this.source = source;
        this.loss = loss;
    }

    void loseNextCommits(int number) {
        left.set(number);
    }

    void afterALoss(Runnable action) {
        afterALoss = action;
    }

    DataSource asDataSource() {
        return proxy(DataSource.class, (method, arguments) -> {
            Object result = call(source, method, arguments);
            return result instanceof Connection connection ? lossy(connection) : result;
        });
    }

    private Connection lossy(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("close") && loss == Loss.AT_CLOSE && loses()) {
                connection.close();
                throw new SQLException("the connection broke at its end", "08006");
            }
            if (method.getName().equals("commit")) {
                return commit(connection, () -> call(connection, method, arguments));
            }
            Object result = call(connection, method, arguments);
            return method.getName().equals("createStatement") ? lossy(connection, (Statement) result) : result;
        });
    }

    /** A database that is told to commit by a statement. */
    private Statement lossy(Connection connection, Statement statement) {
        return proxy(
                Statement.class,
                (method, arguments) -> method.getName().equals("execute") && "COMMIT".equals(arguments[0])
                        ? commit(connection, () -> call(statement, method, arguments))
                        : call(statement, method, arguments));
    }

    private boolean loses() {
        return left.getAndUpdate(number -> Math.max(0, number - 1)) > 0;
    }

    private Object commit(Connection connection, Call commit) throws Throwable {
        if (loss == Loss.AT_CLOSE || !loses()) {
            return commit.run();
        }
        if (loss == Loss.OF_THE_ANSWER) {
            commit.run();
            afterALoss.run();
        } else if (connection.getAutoCommit()) {
            try (Statement rollback = connection.createStatement()) {
                rollback.execute("ROLLBACK");
            }
        } else {
            connection.rollback();
        }
        throw new SQLException("the connection broke", "08006");
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @FunctionalInterface
    private interface Call {
        Object run() throws Throwable;
    }

    @FunctionalInterface
    private interface Handler {
        Object call(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> handler.call(method, arguments)));
    }
}
