# platgen in a container, as a user who may do nothing.
#
#   docker build -t registry.example.com/tools/platgen:0.1.0 .                     with git and a shell, for CI and `publish`
#   docker build -t registry.example.com/tools/platgen:0.1.0 --target static .     the binary alone: `check`, `render`, `helm template`
#
#   docker run --rm -v "$PWD:/project" registry.example.com/tools/platgen:0.1.0 check

FROM rust:1.95-alpine AS build
RUN apk add --no-cache cmake g++ make musl-dev perl
WORKDIR /source
COPY . .
RUN cargo build --release --locked --bin platgen

FROM scratch AS static
COPY --from=build /source/target/release/platgen /platgen
COPY --from=build /source/LICENSE /source/NOTICE /
USER 65532:65532
WORKDIR /project
ENTRYPOINT ["/platgen"]

FROM alpine:3.22
RUN apk add --no-cache ca-certificates git openssh-client-default \
    && adduser -D -u 65532 platgen \
    # The project is mounted, and belongs to another user.
    && git config --system --add safe.directory '*'
COPY --from=build /source/target/release/platgen /usr/local/bin/platgen
COPY --from=build /source/LICENSE /source/NOTICE /usr/share/doc/platgen/
USER 65532:65532
WORKDIR /project
ENTRYPOINT ["platgen"]
CMD ["--help"]
