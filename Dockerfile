# The torch wheel of the lock runs on the CPU and on NVIDIA GPUs alike; DEVICE only says which one the studio asks for:
#   docker build -t audiocraft-studio .                          CPU
#   docker build -t audiocraft-studio --build-arg DEVICE=cuda .  GPU (run it with --gpus all)
FROM python:3.12-slim
ARG DEVICE=cpu

# g++ compiles the fast decoder when a model is first loaded.
RUN apt-get update && apt-get install -y --no-install-recommends g++ && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 1000 studio && mkdir /data && chown studio /data
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --no-deps -r requirements.txt
COPY app.py ./
COPY audiocraft_studio ./audiocraft_studio
COPY assets_db ./assets_db

USER studio
ENV STUDIO_DATA=/data STUDIO_HOST=0.0.0.0 STUDIO_PORT=7860 STUDIO_DEVICE=${DEVICE} HF_HOME=/data/hf
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD \
    python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"
CMD ["python", "app.py"]
