# syntax=docker/dockerfile:1
# The cohort command in a container, for linux/amd64 and linux/arm64.
#
#   docker build -t cohort .
#   docker run --rm --shm-size=2g -v "$PWD:/work" cohort train examples/digits.yaml
#
# Workers of one container exchange gradients through /dev/shm, of which Docker gives 64 MB unless --shm-size says more.

FROM eclipse-temurin:17-jdk-jammy AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -Dmaven.test.skip=true -Dcohort.library.skip=true -pl cohort-cli -am package \
 && mkdir -p /opt/cohort/lib \
 && tr ':' '\n' <cohort-cli/target/cohort.dependencies | xargs cp -t /opt/cohort/lib cohort-cli/target/cohort-cli.jar

FROM eclipse-temurin:17-jre-jammy
# libtorch's arithmetic runs on OpenMP.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgomp1 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/cohort /opt/cohort
COPY --chmod=755 deploy/cohort /usr/local/bin/cohort
RUN useradd --uid 10001 --create-home --home-dir /home/cohort cohort \
 && install -d -o cohort -g cohort /work
USER 10001
WORKDIR /work
# Unpacks libtorch once, into the image, rather than at each start.
RUN cohort doctor || true
ENTRYPOINT ["cohort"]
CMD ["--help"]
